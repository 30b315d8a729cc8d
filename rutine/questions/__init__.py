"""Questions and approved answers: words, ranking, contradictions, and what askers leave behind.

Nothing here writes an answer: it finds one that a person has approved, or none.
"""
