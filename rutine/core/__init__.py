"""Identifiers, money, periods, records, reason codes, errors and the clock.

Imports the standard library and pydantic only; everything else in `rutine` builds on it.
"""
