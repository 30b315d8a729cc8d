"""A fictional municipality with known truth, and (in `standins`) the outside systems it meets.

The generator simulates what happens day by day: who was ill, what payroll claimed, what NAV
paid under its own rules, and what went wrong on the way. The truth falls out of that: every
line and claim carries the group it belongs to from the moment it comes into being. Nothing
here knows how the files are matched. Start with `plan` and `municipality`.
"""
