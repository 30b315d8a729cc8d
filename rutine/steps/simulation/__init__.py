"""History done over again under a changed routine file, and held against what happened.

Nothing here writes to the real store: it is read, and done over again in a temporary one.
"""
