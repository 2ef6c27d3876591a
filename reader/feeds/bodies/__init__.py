"""Bodies: HTML or plain text to blocks, without repeats and furniture."""
