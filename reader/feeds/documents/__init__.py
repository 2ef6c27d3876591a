"""Documents: bytes to what feedparser or JSON says, made safe first."""
