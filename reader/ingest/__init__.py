"""The refresh: fetch, parse in workers, decide, write."""
