"""Watched words: what a pattern means, and where it is found."""
