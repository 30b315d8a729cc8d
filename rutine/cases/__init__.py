"""The store: runs, reports, settlements, cases, decisions, people, users and the audit trail.

`Database` opens it; the other modules are functions that take a session first. Reading and
writing are apart: a session of `Database.reading()` cannot write.
"""
