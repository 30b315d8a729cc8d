"""The reconciliation engine: two lists in, groups that certainly belong together out.

Frames at the edges, arrays inside; no files, no network, no database. `match` is the engine,
`reference.match_slowly` the plain matcher that defines what it must answer.
"""

from rutine.core.candidates import Gate
from rutine.matching.alternatives import Alternative, Ambiguity, find_alternatives
from rutine.matching.continuation import Continuation, Reopened, Reopening, in_doubt, match_on
from rutine.matching.engine import match
from rutine.matching.explanation import Candidate, Explanation, explain
from rutine.matching.partition import match_in_parts, merge, split
from rutine.matching.passes import Decision, Method, Pass
from rutine.matching.result import Matching, OpenReason, RowOutcome

__all__ = [
    "Alternative",
    "Ambiguity",
    "Candidate",
    "Continuation",
    "Decision",
    "Explanation",
    "Gate",
    "Matching",
    "Method",
    "OpenReason",
    "Pass",
    "Reopened",
    "Reopening",
    "RowOutcome",
    "explain",
    "find_alternatives",
    "in_doubt",
    "match",
    "match_in_parts",
    "match_on",
    "merge",
    "split",
]
