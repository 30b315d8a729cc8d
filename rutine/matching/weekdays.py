"""Weekdays of many days at once; days are numbers since 1 January 1970, a Thursday."""

from __future__ import annotations

import numpy as np

from rutine.matching.arrays import Ints

_THURSDAY = 3
_FRIDAY = 4
_WORKDAYS = 5
_WEEK = 7


def weekdays(first: Ints, last: Ints) -> Ints:
    """How many days from Monday to Friday lie in each period, both ends included."""
    return count_before(last + 1) - count_before(first)


def count_before(day: Ints) -> Ints:
    """How many weekdays there are before the day, counted from an early Monday."""
    week, rest = np.divmod(day + _THURSDAY, _WEEK)
    return week * _WORKDAYS + np.minimum(rest, _WORKDAYS)


def forward(day: Ints) -> Ints:
    """The day itself, or the Monday after a weekend."""
    weekday = (day + _THURSDAY) % _WEEK
    return day + np.where(weekday > _FRIDAY, _WEEK - weekday, 0)


def back(day: Ints) -> Ints:
    """The day itself, or the Friday before a weekend."""
    weekday = (day + _THURSDAY) % _WEEK
    return day - np.maximum(weekday - _FRIDAY, 0)
