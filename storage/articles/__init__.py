"""Articles: written, corrected, marked."""
