"""The template engine: everything escaped, everything undefined an error."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined

from rutine.cases.views import CaseStatus

_STATUS_COLORS = {
    CaseStatus.OPEN: "info",
    CaseStatus.WAITING: "warning",
    CaseStatus.APPROVAL: "warning",
    CaseStatus.DONE: "success",
    CaseStatus.AUTO_CLOSED: "neutral",
}


@cache
def template_engine() -> Environment:
    """The environment of the app's templates; one for all apps of the process."""
    engine = Environment(
        loader=PackageLoader("rutine.review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    globals_: dict[str, Callable[..., str]] = {
        "asset": asset,
        "status_color": lambda status: _STATUS_COLORS[status],
    }
    engine.globals.update(globals_)
    return engine


def compile_templates() -> None:
    """Compile every template, so that nobody waits for it: a case's page is made of ten."""
    engine = template_engine()
    for name in engine.list_templates(extensions=["html"]):
        engine.get_template(name)


@cache
def asset(path: str) -> str:
    """The address of a static file, with its fingerprint: it may then be kept for a year."""
    data = (resources.files("rutine.review") / "static" / path).read_bytes()
    return f"/static/{path}?v={sha256(data).hexdigest()[:12]}"
