"""What lists show: views and searches to ordered ids, ids to rows, counts."""
