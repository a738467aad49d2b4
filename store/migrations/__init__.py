"""Schema changes, one file each, for both databases."""
