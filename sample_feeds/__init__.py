"""Small synthetic feeds, one oddity each, for ``cutline demo`` and the tests; README.md names them."""
