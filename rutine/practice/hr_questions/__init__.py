"""A made-up set of answers, questions that people judged, and sets with planted troubles.

`answers.csv` holds what employees really ask, in words of our own. A law is named where it says so;
what a municipality decides for itself has a source that begins with *Eksempel*. `judged.csv` says
which answers each question should lead to, none for those about something else. The part `tune`
was looked at while the search was made, `measure` only when it was measured.
"""

from rutine.practice.hr_questions.judged import JudgedQuestion, judged_questions
from rutine.practice.hr_questions.troubled import TroubledSet, troubled_set

__all__ = ["JudgedQuestion", "TroubledSet", "judged_questions", "troubled_set"]
