"""From words to cues and lines: one optimiser, one break model, one sentence splitter."""
