"""Keeping the store: backup, keys, retention, everything about one person, and proofs."""
