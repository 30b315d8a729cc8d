"""Checking on everybody else: the audit trail, and what is held about one person."""
