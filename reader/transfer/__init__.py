"""In and out: OPML, and articles as JSON, Markdown and CSV."""
