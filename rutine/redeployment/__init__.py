"""Preferential right to a new position (*fortrinnsrett*, arbeidsmiljøloven § 14-2).

`rights` says who has a right and until when, `overlap` holds a person beside a vacancy, fact by
fact, `offers` counts the fourteen days, and `assessing` finds what a person must look at. Nothing
here weighs, scores or sorts people by fitness, and nothing ends a right but the calendar or HR's
own word in the list. Told in `docs/reference/redeployment.md`.
"""
