"""SQLite itself: connections, the one writer, values in columns, the full-text index."""
