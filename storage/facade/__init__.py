"""The parts of ``Archive``, one group of methods per file."""
