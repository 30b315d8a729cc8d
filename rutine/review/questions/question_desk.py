"""What the app asks of whoever knows the approved answers: reading files is not its job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from rutine.core.reason_texts import Language


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One approved answer, as employees see it.

    Attributes:
        question_id: HR's own name of it.
        language: of the text: `nb`, `nn` or `en`.
        question: as HR puts it.
        paragraphs: the answer.
        source: what it follows from.
        owner: the role or office that answers for it.
        valid_to: its last day, None where there is none.
        units: where it applies; everywhere when empty.
    """

    question_id: str
    language: str
    question: str
    paragraphs: tuple[str, ...]
    source: str
    owner: str
    valid_to: date | None
    units: tuple[str, ...]


class QuestionDesk(Protocol):
    """The approved answers of an installation."""

    @property
    def is_open(self) -> bool:
        """Whether it answers those who have not signed in."""
        ...

    def employers(self) -> Sequence[tuple[str, str]]:
        """Organisation number and name of each employer that has a set of answers."""
        ...

    def units(self, employer: str) -> Sequence[str]:
        """The units that some answer is for alone."""
        ...

    def ask_instead(self, language: Language) -> str:
        """Where to ask when there is no answer."""
        ...

    def ask(
        self, employer: str, question: str, language: Language, unit: str = ""
    ) -> Sequence[ShownAnswer]:
        """The answers that fit, the best first; none where none fits well enough."""
        ...

    def every(self, employer: str, language: Language) -> Sequence[ShownAnswer]:
        """Every answer that is shown today, in a language where it has that one."""
        ...

    def keep(self, employer: str, question: str, language: Language) -> bool:
        """Remember, cleaned and counted, that a question got no answer."""
        ...


class NoQuestions:
    """An app without answers."""

    is_open = False

    def employers(self) -> Sequence[tuple[str, str]]:
        """None."""
        return ()

    def units(self, employer: str) -> Sequence[str]:  # noqa: ARG002 - there are none
        """None."""
        return ()

    def ask_instead(self, language: Language) -> str:  # noqa: ARG002 - nobody has said
        """Nothing."""
        return ""

    def ask(
        self,
        employer: str,  # noqa: ARG002 - there are no answers
        question: str,  # noqa: ARG002
        language: Language,  # noqa: ARG002
        unit: str = "",  # noqa: ARG002
    ) -> Sequence[ShownAnswer]:
        """None."""
        return ()

    def every(self, employer: str, language: Language) -> Sequence[ShownAnswer]:  # noqa: ARG002
        """None."""
        return ()

    def keep(self, employer: str, question: str, language: Language) -> bool:  # noqa: ARG002
        """Nothing is kept."""
        return False
