"""The name that a time has in the calendar, and its schedule in the deployment."""

from __future__ import annotations

from rutine.routines.new_routine.question import Given


def schedule_slug(given: Given) -> str:
    """Such as `every-working-day`, `weekly-mon`, `monthly-1`."""
    match given["runs"]:
        case "weekly":
            return f"weekly-{given['weekday']}"
        case "days_of_month":
            return f"monthly-{given['month_day']}"
    return str(given["runs"]).replace("_", "-")
