"""Readers of text in a syntax of its own: screenplays, game dialogue, typesetting, chats. Each follows its grammar."""
