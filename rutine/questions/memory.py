"""The same search over answers that are held in memory: for a run, and to test the engines by."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from rutine.questions.answers import Reached
from rutine.questions.entry import Entry


class AnswersInMemory:
    """Answers that may be shown, found by the terms of each."""

    def __init__(self, entries: Iterable[tuple[Entry, str]], sizes: Mapping[str, int]) -> None:
        """Each with its terms, apart by spaces; `sizes` as `Answers.sizes`."""
        self._sizes = Counter(sizes)
        self._having: dict[str, list[Entry]] = defaultdict(list)
        for entry, terms in entries:
            for term in terms.split():
                self._having[term].append(entry)
        self._terms = sorted(self._having)

    def sizes(self) -> Mapping[str, int]:
        """How many there are in each language."""
        return self._sizes

    def found(self, wanted: Reached) -> list[Entry]:
        """Those that have one of the words, or one that begins so, in the order of their keys."""
        terms = {term for term in wanted.terms if term in self._having}
        for begin in wanted.begins:
            place = bisect_left(self._terms, begin)
            while place < len(self._terms) and self._terms[place].startswith(begin):
                terms.add(self._terms[place])
                place += 1
        entries = {entry.key: entry for term in terms for entry in self._having[term]}
        return [entries[key] for key in sorted(entries)]
