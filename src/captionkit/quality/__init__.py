"""Room quality."""
