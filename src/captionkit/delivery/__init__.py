"""Bytes to files: names, atomic writing, read-back by independent witnesses."""
