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
    names = ", ".join(f"`{record}.csv`" for record in routine.sources)
    file = f"mappings/routines/{routine.name}.yaml"
    about = routine.identity.purpose
    parts = [
        f"# {document.title} (`{routine.name}`)",
        "",
        *((f"{about.rstrip('.')}.", "") if about else ()),
        f"Rutinen er beskrevet i `{file}`. Endres filen, må denne siden rettes.",
        "",
        "## Slik kjøres den",
        "",
        *_RUNNING.format(name=routine.name).splitlines(),
        "",
        f"Filene den leser, legges i `.rutine/inbox/{routine.name}/`: {names} (eller `.xlsx`).",
        "",
        *markdown_sections(document, _SECTIONS),
    ]
    return "\n".join(parts).rstrip() + "\n"
