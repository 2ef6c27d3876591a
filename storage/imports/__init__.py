"""What comes from elsewhere, one undoable step each."""
