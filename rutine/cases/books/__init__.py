"""Postings: stored once, written to files, balanced and closed by the month."""
