"""Finding feeds: what web pages announce, and what addresses stand for."""
