"""The table of diagnostic codes, one module per area; each holds ``CODES``: slug -> meaning."""
