"""Documents that somebody answers for: signed service records, and how rights were assessed."""
