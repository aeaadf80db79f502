"""Room transforms."""
