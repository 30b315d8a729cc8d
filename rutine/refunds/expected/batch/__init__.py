"""Sickness benefit for a whole employer at once: the same rules over columns.

One row for each job, one column for each day, exact integers throughout. What can't be done in
64 bits (several jobs sharing a cap) goes through the same function as one person does.
`computing.compute` is the way in; it is tested to give what `sickness` and `reference` give.
"""
