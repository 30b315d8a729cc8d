"""A format file proposed from an unknown export: what its columns are called, and what they hold.

Nothing is decided here: every proposal says how sure it is, and a person looks at it.
"""
