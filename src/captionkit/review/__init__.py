"""The workbench: a film and its captions on a local page, every change kept in a journal. ``captionkit review``."""
