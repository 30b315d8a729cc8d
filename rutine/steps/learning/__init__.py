"""Proposals from decisions: looked for, played on the months there are, and made or not.

What can be learned is `routines.proposals`; here are the store, the files and the replay.
"""
