"""The page of a new routine in the reference: how it is run, and what its file says, in words."""

from __future__ import annotations

from typing import Final

from rutine.routines.document.markdown_page import markdown_sections
from rutine.routines.document.process_document import process_document
from rutine.routines.routine_file import RoutineFile

_SECTIONS: Final = ("about", "sources", "rules", "obligations", "cover", "exceptions", "calendar")

_RUNNING: Final = """\
| du vil | skriv |
|---|---|
| prøve rutinen på eksemplene | `rutine try {name}` |
| kjøre den nå | `rutine run {name}` |
| se hva som må avgjøres | `rutine review` |
| kontrollere filen etter en endring | `rutine check mappings/routines/{name}.yaml` |
| tegne prosessen | `rutine draw {name}` |
| skrive prosessdokumentet | `rutine document {name}` |
"""


def page_text(routine: RoutineFile) -> str:
    """The page, in bokmål as the rest of the reference."""
    document = process_document(routine, {}, "nb")
    parts = [
        f"# {document.title} (`{routine.name}`)",
        "",
        *((routine.identity.purpose.rstrip(".") + ".", "") if routine.identity.purpose else ()),
        f"Rutinen er beskrevet i `mappings/routines/{routine.name}.yaml`. Endres filen, må denne "
        "siden rettes.",
        "",
        "## Slik kjøres den",
        "",
        *_RUNNING.format(name=routine.name).splitlines(),
        "",
        *markdown_sections(document, _SECTIONS),
    ]
    return "\n".join(parts).rstrip() + "\n"
