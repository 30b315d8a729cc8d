"""One draft of a routine file: its simulation, what it changes, and saving it."""

from __future__ import annotations

from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from rutine.core.errors import InputError
from rutine.review.modelling.editor_desk import ShownDraft
from rutine.review.modelling.editor_page import draft_row, file_of, name_of, running_file
from rutine.review.visit import Visit

HINDRANCES: Final = (
    *("draft_changed", "draft_same", "draft_not_simulated", "draft_refused"),
    *("draft_simulated_long_ago", "draft_unsound"),
)
"""What keeps a draft from being saved: the last parts of catalogue keys."""

MENDABLE: Final = (
    *("about_missing", "about_long", "about_personal"),
    *("branch_no_git", "branch_uncommitted", "branch_taken", "branch_failed"),
)
"""What the person who saves can do something about at once."""


def show(visit: Visit) -> Response:
    """`GET /rutiner/{name}/utkast/{draft}`."""
    return _page(visit, _draft(visit))


def download(visit: Visit) -> Response:
    """`GET /rutiner/{name}/utkast/{draft}/fil`."""
    return file_of(name_of(visit), _draft(visit).text)


def save(visit: Visit) -> Response:
    """`POST /rutiner/{name}/utkast/{draft}/lagre`: as a draft, or on a branch."""
    draft, desk, name = _draft(visit), visit.site.editor, name_of(visit)
    draft_id, about = draft.listed.draft_id, visit.field("about")
    try:
        if visit.field("do") == "branch":
            named = visit.field("named") == "yes"
            desk.save_on_branch(visit.actor, name, draft_id, about, named=named)
        else:
            desk.save(visit.actor, name, draft_id, about)
    except InputError as fault:
        if fault.code in HINDRANCES:
            return _page(visit, _draft(visit), status=409)
        if fault.code not in MENDABLE:
            raise
        return _page(visit, draft, status=422, error=fault.code)
    return visit.go(f"/rutiner/{name}/utkast/{draft_id}")


def again(visit: Visit) -> Response:
    """`POST /rutiner/{name}/utkast/{draft}/simuler`."""
    draft, name = _draft(visit), name_of(visit)
    visit.site.editor.again(visit.actor, name, draft.listed.draft_id)
    return visit.go(f"/rutiner/{name}/utkast/{draft.listed.draft_id}")


def delete(visit: Visit) -> Response:
    """`POST /rutiner/{name}/utkast/{draft}/slett`."""
    draft, name = _draft(visit), name_of(visit)
    visit.site.editor.delete(visit.actor, name, draft.listed.draft_id)
    return visit.go(f"/rutiner/{name}/rediger")


def _draft(visit: Visit) -> ShownDraft:
    running_file(visit)
    draft_id = visit.request.path_params["draft"]
    try:
        return visit.site.editor.draft(visit.actor, name_of(visit), draft_id, visit.t.language)
    except InputError as fault:
        if fault.code != "draft_unknown":
            raise
        raise HTTPException(404) from None


def _page(visit: Visit, draft: ShownDraft, *, status: int = 200, error: str = "") -> Response:
    return visit.render(
        "draft.html",
        status=status,
        section="routines",
        name=name_of(visit),
        draft=draft,
        row=draft_row(visit, draft.listed),
        hindrance=visit.t(f"editor.fault.{draft.hindrance}") if draft.hindrance else "",
        error=visit.t(f"editor.fault.{error}") if error else "",
        about=visit.field("about") or draft.listed.about,
        named=visit.field("named") == "yes",
        busy=draft.state in {"waiting", "running"},
    )
