"""Programs that measure, and what they need; not part of the distribution."""
