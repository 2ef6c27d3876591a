"""The query language of ``/``, the command line and saved searches: a person's words -> a tree."""
