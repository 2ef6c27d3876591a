"""The journal of changes: undo and redo."""
