"""The archive on disk; it knows nothing of the reader."""
