"""What is known of writing, whatever it is used for: scripts, marks, words, labels of speakers, sentences, phrases."""
