"""Automates the manual HR routines of Norwegian municipalities.

Everything in this package is true without Prefect. Importing it loads neither Prefect,
pandas nor Playwright, so that `rutine --help` answers at once.
"""

__version__ = "0.1.0"
