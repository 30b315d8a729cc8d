"""Keeping no longer than the law asks: what is due, what is never touched, and what was deleted.

Deleting takes what tells of a person and leaves the rest: amounts still add up, rows still say
that they were settled once, and every entry of the audit trail stays as it was hashed.
"""
