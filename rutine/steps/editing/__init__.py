"""Routine files edited in the app: checked, tried on what has been, and kept beside what runs.

Nothing here writes the file that runs. A change ends as a draft in the home, or as a branch that
somebody else looks at; whoever keeps the project folder takes it in.
"""
