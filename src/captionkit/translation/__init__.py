"""Room translation."""
