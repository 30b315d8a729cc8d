"""Editing a routine file: its text, what the check says of it, and what was changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from rutine.core.errors import InputError
from rutine.review import wording
from rutine.review.modelling.editor_desk import ListedDraft, OpenedFile, Remark
from rutine.review.visit import Visit

_HERE: Final = frozenset({"draft_changed", "draft_same", "draft_unsound", "drafts_read_only"})
"""What is said on the page itself; the last parts of catalogue keys."""


@dataclass(frozen=True, slots=True)
class Row:
    """A draft in the list, in words."""

    draft_id: str
    title: str
    about: str
    branch: str


def show(visit: Visit) -> Response:
    """`GET /rutiner/{name}/rediger`: the file that runs, or a draft of it."""
    running = running_file(visit)
    draft_id = visit.request.query_params.get("utkast", "")
    if not draft_id:
        return _page(visit, running, running.text, running.sha256)
    try:
        draft = visit.site.editor.draft(visit.actor, name_of(visit), draft_id, visit.t.language)
    except InputError:
        raise HTTPException(404) from None
    return _page(visit, running, draft.text, draft.base, asked=True)


def submit(visit: Visit) -> Response:
    """`POST /rutiner/{name}/rediger`: check the text, simulate it, or fetch it as a file."""
    running, name = running_file(visit), name_of(visit)
    text, opened, wish = _typed(visit), visit.field("opened"), visit.field("do")
    if wish == "fetch":
        return file_of(name, text)
    if wish == "take_over":
        return _page(visit, running, text, running.sha256, asked=True)
    if wish != "simulate":
        return _page(visit, running, text, opened, asked=True)
    try:
        draft_id = visit.site.editor.simulate(visit.actor, name, text, opened)
    except InputError as fault:
        if fault.code not in _HERE:
            raise
        return _page(visit, running, text, opened, asked=True, trouble=fault.code)
    return visit.go(f"/rutiner/{name}/utkast/{draft_id}")


def keys(visit: Visit) -> Response:
    """`GET /rutiner/nokler`: every key of a routine file, and what it is for."""
    groups = visit.site.editor.keys(visit.t.language)
    return visit.render("routine_keys.html", section="routines", groups=groups)


def file_of(name: str, text: str) -> Response:
    """A routine file to keep or send."""
    return Response(
        text,
        media_type="application/yaml",
        headers={"Content-Disposition": f'attachment; filename="{name}.yaml"'},
    )


def name_of(visit: Visit) -> str:
    """The routine in the address."""
    name: str = visit.request.path_params["name"]
    return name


def running_file(visit: Visit) -> OpenedFile:
    """The file that runs.

    Raises:
        HTTPException: 404: there is none, or none that can be edited here.
    """
    try:
        return visit.site.editor.opened(name_of(visit))
    except InputError:
        raise HTTPException(404) from None


def draft_row(visit: Visit, draft: ListedDraft) -> Row:
    """A draft as it is listed."""
    what = "editor.draft_saved" if draft.saved else "editor.draft_tried"
    when = wording.moment(visit.t, draft.made)
    return Row(draft.draft_id, visit.t(what, who=draft.who, when=when), draft.about, draft.branch)


def _typed(visit: Visit) -> str:
    """The text exactly as it was typed, but for how browsers end lines."""
    text = visit.form.get("text", "")
    return text.replace("\0", "").replace("\r\n", "\n") if isinstance(text, str) else ""


def _page(
    visit: Visit,
    running: OpenedFile,
    text: str,
    opened: str,
    *,
    asked: bool = False,
    trouble: str = "",
) -> Response:
    """The editor; `asked` says that the text is to be checked."""
    name, desk = name_of(visit), visit.site.editor
    remarks: Sequence[Remark] = desk.check(name, text, visit.t.language) if asked else ()
    wrong = any(each.wrong for each in remarks)
    changed = opened != running.sha256
    marked = {each.line for each in remarks}
    return visit.render(
        "editor.html",
        status=409 if changed else 422 if wrong or trouble else 200,
        section="routines",
        name=name,
        text=text,
        opened=opened,
        changed=changed,
        trouble="" if changed or not trouble else visit.t(f"editor.fault.{trouble}"),
        asked=asked,
        wrong=wrong,
        remarks=remarks,
        lines=[(n, line, n in marked) for n, line in enumerate(text.split("\n"), 1)]
        if remarks
        else [],
        changes=desk.differences(running.text, text) if asked or changed else [],
        running=running.text,
        drafts=[draft_row(visit, each) for each in desk.drafts(visit.actor, name)],
    )
