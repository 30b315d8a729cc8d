"""The steps that flows are made of: thin wrappers with names, retries and time limits.

What a step does stands in `rutine.steps`. Nothing is cached or persisted here: results and
parameters would be written to disk in clear.
"""
