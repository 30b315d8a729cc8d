"""Backups: the whole store in one encrypted file that either engine can be restored from.

The rows are written as rows, not as one engine's own dump: nothing needs to be installed beside
rutine, and what was SQLite may be restored as PostgreSQL. The key ring is never in the file: it is
encrypted with the ring, and who has the one must not thereby have the other.
"""
