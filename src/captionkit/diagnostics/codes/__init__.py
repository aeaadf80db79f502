"""The table of diagnostic codes, one module per room; each holds ``CODES``: slug -> meaning."""
