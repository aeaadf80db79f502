"""Translators that come with captionkit, one module each; imported only when they are named."""
