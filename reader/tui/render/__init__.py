"""Pure functions from rows and blocks to lines of cells; nothing here knows a widget or a theme."""
