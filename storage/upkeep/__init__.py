"""The archive's file: checked, copied, saved, thinned out by rule."""
