"""A draft as a commit on a branch of the project folder, without touching what is checked out.

Git's own plumbing, with an index of its own: the work tree, the index and the current branch stay
as they are, nothing is pushed, and no hook is run. The branch is named by the text, so that the
same text twice is the same branch.
"""

from __future__ import annotations

import codecs
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rutine.core.errors import InputError

PROGRAM: Final = "rutine"
"""Who commits, and who stands as the author where the person would not."""

_NOBODY: Final = "rutine@localhost"  # git wants an address; nobody's is given
_NO_COMMIT: Final = "0" * 40
_SECONDS: Final = 30
_SETTINGS: Final = (
    *("--no-optional-locks", "-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.fsmonitor=false"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A routine file in a git work tree.

    Attributes:
        top: the work tree.
        path: the file's path in it, with slashes.
    """

    top: Path
    path: str


def place_of(file: Path) -> Place | None:
    """Where a file is kept by git; None where git is not there, or does not keep it."""
    if shutil.which("git") is None:
        return None
    try:
        top = _git(file.parent, "rev-parse", "--show-toplevel")
        prefix = _git(file.parent, "rev-parse", "--show-prefix")
        found = Place(Path(top), f"{prefix}{file.name}")
        _git(found.top, "cat-file", "-e", f"HEAD:{found.path}")
    except (OSError, subprocess.SubprocessError):
        return None
    return found


def branch_name(routine: str, sha256: str) -> str:
    """The branch of a text."""
    return f"utkast/{routine}-{sha256[:12]}"


def put_on_branch(file: Path, text: bytes, *, branch: str, author: str, message: str) -> str:
    """Commit a text as the file on a new branch from what is checked out; returns the commit.

    Args:
        file: the routine file that runs; read, never written.
        text: what the branch is to say; its lines end, and it is marked (BOM), as git has the file.
        branch: its name.
        author: whose name the commit bears. No address is written.
        message: what was changed and why.

    Raises:
        InputError: `branch_no_git`; `branch_uncommitted`: the file that runs is not what git has,
            so the branch would show other changes too; `branch_taken`; `branch_failed`.
    """
    place = place_of(file)
    if place is None:
        raise InputError(
            "branch_no_git",
            f"{file.name} is not kept by git.",
            "Save a draft instead, and give it to those who keep the routine files.",
        )
    try:
        if _git(place.top, "status", "--porcelain", "--", place.path):
            raise InputError(
                "branch_uncommitted",
                f"{file.name} has changes that are not committed.",
                "Commit them first, or save a draft instead.",
            )
        if _is_there(place.top, branch):
            raise InputError("branch_taken", "This text is on a branch already.", "Look there.")
        return _commit(place, text, branch=branch, author=author, message=message)
    except (OSError, subprocess.SubprocessError):
        raise InputError(
            "branch_failed",
            "Git would not make the branch.",
            "Save a draft instead, and let those who keep the project folder look at it.",
        ) from None


def _commit(place: Place, text: bytes, *, branch: str, author: str, message: str) -> str:
    mode = _git(place.top, "ls-tree", "HEAD", "--", place.path).split()[0]
    head = _git(place.top, "rev-parse", "HEAD")
    kept = _answer(place.top, "cat-file", "blob", f"HEAD:{place.path}")
    written = _as_kept(text, kept)
    blob = _git(place.top, "hash-object", "-w", "--stdin", "--no-filters", given=written)
    with tempfile.TemporaryDirectory(prefix="rutine-index-") as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        _git(place.top, "read-tree", head, more=index)
        entry = f"{mode},{blob},{place.path}"
        _git(place.top, "update-index", "--cacheinfo", entry, more=index)
        tree = _git(place.top, "write-tree", more=index)
    people = {
        "GIT_AUTHOR_NAME": author,
        "GIT_AUTHOR_EMAIL": _NOBODY,
        "GIT_COMMITTER_NAME": PROGRAM,
        "GIT_COMMITTER_EMAIL": _NOBODY,
    }
    told = message.encode()
    words = ("commit-tree", tree, "-p", head, "--no-gpg-sign")
    commit = _git(place.top, *words, given=told, more=people)
    reference = f"refs/heads/{branch}"
    _git(place.top, "update-ref", "--no-deref", reference, commit, _NO_COMMIT, more=people)
    return commit


def _as_kept(text: bytes, kept: bytes) -> bytes:
    """The text as git has the file, so that no more lines differ than were changed.

    The app's texts end their lines with a line feed and have no mark, whatever the file has.
    """
    plain = text.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n")
    if b"\r\n" in kept:
        plain = plain.replace(b"\n", b"\r\n")
    return codecs.BOM_UTF8 + plain if kept.startswith(codecs.BOM_UTF8) else plain


def _is_there(top: Path, branch: str) -> bool:
    return bool(_git(top, "for-each-ref", "--format=%(objectname)", f"refs/heads/{branch}"))


def _git(folder: Path, *words: str, given: bytes = b"", more: dict[str, str] | None = None) -> str:
    """What git answers, in its own words."""
    return _answer(folder, *words, given=given, more=more).decode("utf-8", "replace").strip()


def _answer(
    folder: Path, *words: str, given: bytes = b"", more: dict[str, str] | None = None
) -> bytes:
    """The very bytes that git answers; nothing of ours in the environment leads it astray."""
    program = shutil.which("git") or "git"
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(  # noqa: S603 - fixed words, a path of ours, and no shell
        [program, *_SETTINGS, *words],
        cwd=folder,
        env={**own, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", **(more or {})},
        input=given,
        capture_output=True,
        timeout=_SECONDS,
        check=True,
    )
    return done.stdout
