"""Keywords and their hits, and what keywords do."""
