"""The routine file edited in the app: checked, simulated, compared, and kept beside what runs."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

from rutine.cases.tables import AuditEntry
from rutine.cli.desks.editor import DraftsDesk
from rutine.core import clock
from rutine.routines.routine_file import Kind
from rutine.steps.editing.rehearsal import State
from tests.edited_routine import ROUTINE, Played, ended, git, installation, kept_by_git, project
from tests.small_office import PEOPLE

PERSON = PEOPLE[0]
HERE = "/rutiner/nav_refunds/rediger"


class Editing:
    """A consultant with the editor, and the project behind it."""

    def __init__(self, visitor, folder: Path, home: Path, played: Played, store) -> None:
        self.visitor, self.folder, self.home, self.played = visitor, folder, home, played
        self.store = store

    @property
    def text(self) -> str:
        return (self.folder / ROUTINE).read_text("utf-8")

    def sha(self) -> str:
        return re.search(r'name="opened" value="(\w+)"', self.visitor.page.text)[1]

    def send(self, do: str, text: str, *, opened: str = ""):
        """The form sent as a browser does: in parts, with CRLF."""
        self.visitor.get(HERE)
        fields = {"csrf": self.visitor.token(), "opened": opened or self.sha(), "do": do}
        parts = {name: (None, value) for name, value in fields.items()}
        parts["text"] = (None, text.replace("\n", "\r\n"))
        self.visitor.page = self.visitor.client.post(HERE, files=parts)
        return self.visitor.page

    def tried(self, text: str) -> str:
        """The address of a draft that was simulated."""
        answer = self.send("simulate", text)
        assert answer.status_code == 303, answer.text
        self.visitor.get(answer.headers["location"])
        return answer.headers["location"]

    def save(self, draft: str, do: str = "draft", **fields: str):
        about = {"about": "Venter lenger på NAV"} | fields
        return self.visitor.post(f"{draft}/lagre", do=do, **about)

    def trail(self, action: str) -> list[dict]:
        with self.store.database.reading() as session:
            entries = session.query(AuditEntry).filter_by(action=action).all()
            return [json.loads(each.data) for each in entries]


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def changed(text: str) -> str:
    return text.replace("hard_weeks: 15", "hard_weeks: 16")


@pytest.fixture
def editing(store, cases, visitor_of, tmp_path):
    return _editing(store, cases, visitor_of, project(tmp_path / "project"), tmp_path / "home")


@pytest.fixture
def in_git(store, cases, visitor_of, tmp_path):
    return _editing(store, cases, visitor_of, kept_by_git(tmp_path / "project"), tmp_path / "home")


def _editing(store, cases, visitor_of, folder: Path, home: Path) -> Editing:
    place = installation(store, home, folder)
    played = Played(place, ended())
    app = cases.create_app(
        store.database,
        store.archive,
        store.keys,
        formats=cases.formats,
        editor=DraftsDesk(place, played),
    )
    return Editing(visitor_of(app).sign_in("pia"), folder, home, played, store)


def test_the_file_is_shown_as_it_stands(editing):
    page = editing.visitor.get(HERE)
    assert page.status_code == 200
    assert (
        "Hva NAV skulle ha betalt".casefold() in page.text.casefold() or "hard_weeks" in page.text
    )
    assert "Ingen utkast" in page.text


def test_a_finding_has_its_line_what_is_allowed_and_what_was_meant(editing):
    page = editing.send("check", editing.text.replace("kind: match", "kind: mach"))
    assert page.status_code == 422
    line = 1 + editing.text.split("\n").index("kind: match")
    assert f'href="#l{line}" data-line="{line}"' in page.text
    assert f'id="l{line}" data-marked' in page.text
    allowed = ", ".join(get_args(Kind))
    assert f"Tillatt: {allowed}. Mente du &#39;match&#39;?" in page.text
    assert "\nkind: mach\n" in page.text


def test_what_a_file_means_is_checked_too(editing):
    text = editing.text.replace("absences_csv", "absences_cvs")
    assert "absences_csv" in words(editing.send("check", text).text)


@pytest.mark.parametrize(("language", "said"), [("nn", "Noko må rettast"), ("en", "Did you mean")])
def test_the_findings_are_in_the_readers_language(editing, language, said):
    editing.visitor.post("/sprak", language=language, back=HERE)
    page = editing.send("check", editing.text.replace("kind: match", "kind: mach"))
    assert said.casefold() in page.text.casefold()


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\nb: [*a, *a]\n",
        "a: b\na: c\n",
        f"version: 2\nname: nav_refunds\ntitle: {{nb: '{PERSON}'}}\n",
        "a: {format: x}\nb: {format: x}\n",
        "format: nav_refunds\n",
        "",
        "\u0000\n\ud7ff: [",
        "#" * 150_001,
    ],
)
def test_what_can_not_run_is_neither_simulated_nor_kept(editing, text):
    page = editing.send("simulate", text)
    assert page.status_code == 422
    assert not (editing.home / "drafts").exists()


def test_a_national_id_is_found_and_not_repeated_in_the_finding(editing):
    text = editing.text.replace("# Pengene kommer", f"# {PERSON} Pengene kommer")
    page = editing.send("check", text).text
    told = page[page.index("remarks-title") : page.index("<textarea")]
    assert "ligner et fødselsnummer" in told
    assert PERSON not in told


def test_the_same_text_is_no_draft(editing):
    page = editing.send("simulate", editing.text)
    assert "er den samme som i filen" in page.text


def test_a_text_is_fetched_as_it_was_typed(editing):
    answer = editing.send("fetch", "kind: mach # ikke ferdig\n")
    assert answer.text == "kind: mach # ikke ferdig\n"
    assert answer.headers["content-disposition"] == 'attachment; filename="nav_refunds.yaml"'


def test_the_simulation_and_the_difference_come_before_saving(editing):
    draft = editing.tried(changed(editing.text))
    text = words(editing.visitor.get(draft).text)
    assert "Tenkt kommune, 2026-08 – 2026-10, 3 kjøringer" in text
    assert "Ville blitt gjort opp i tillegg 2 3 21 465,00" in text.replace("\u00a0", " ")
    assert "tatt bort hard_weeks: 15" in text.replace("− ", "")
    assert "ny hard_weeks: 16" in text.replace("+ ", "")
    assert editing.trail("routine_draft_saved") == []


def test_a_saved_draft_lies_in_the_home_and_in_the_trail(editing):
    before = editing.text
    draft = editing.tried(changed(before))
    assert editing.save(draft).status_code == 303
    (file,) = editing.home.glob("drafts/nav_refunds/*/nav_refunds.yaml")
    assert file.read_text("utf-8") == changed(before)
    assert editing.text == before
    (entry,) = editing.trail("routine_draft_saved")
    assert entry["routine"] == "nav_refunds"
    assert {len(entry["file_before"]), len(entry["file_after"])} == {64}
    assert entry["file_before"] != entry["file_after"]
    listed = words(editing.visitor.get(HERE).text)
    assert "Lagret av" in listed
    assert "Venter lenger på NAV" in listed


def test_what_people_had_decided_otherwise_is_listed_and_can_not_be_saved(editing):
    editing.played.ends = ended(17)
    draft = editing.tried(changed(editing.text))
    text = words(editing.visitor.get(draft).text)
    assert "2026-09 sak 17: Avskriv som tap. Regelen group_sum ville gjort opp." in text
    assert "Derfor kan ikke dette lagres" in text
    assert f'action="{draft}/lagre"' not in editing.visitor.page.text
    answer = editing.save(draft)
    assert answer.status_code == 409
    assert editing.trail("routine_draft_saved") == []


@pytest.mark.parametrize(
    "ends",
    [
        {"state": State.RUNNING, "ended": None, "step": "2026-09  2/3"},
        {"state": State.WAITING, "ended": None},
        {"state": State.STOPPED, "code": "interrupted"},
        ended() | {"ended": clock.now() - timedelta(hours=25)},
    ],
)
def test_nothing_is_saved_before_a_simulation_of_today(editing, ends):
    editing.played.ends = ends
    draft = editing.tried(changed(editing.text))
    assert editing.save(draft).status_code == 409
    assert editing.trail("routine_draft_saved") == []


def test_where_there_is_nothing_to_simulate_on_that_is_said_and_it_is_saved(editing):
    code = {"state": State.IMPOSSIBLE, "code": "history_empty", "said": "No run has settled."}
    editing.played.ends = code
    draft = editing.tried(changed(editing.text))
    assert "Det finnes ikke noe å simulere på" in editing.visitor.get(draft).text
    assert editing.save(draft).status_code == 303


def test_a_file_that_changed_meanwhile_is_shown_beside_what_was_typed(editing):
    editing.visitor.get(HERE)
    opened, mine = editing.sha(), changed(editing.text)
    theirs = editing.text.replace("soft_weeks: 6", "soft_weeks: 7")
    (editing.folder / ROUTINE).write_text(theirs, "utf-8")
    page = editing.send("simulate", mine, opened=opened)
    assert page.status_code == 409
    text = words(page.text)
    assert "Filen er endret siden du åpnet den" in text
    assert "hard_weeks: 16" in page.text[page.text.index("<textarea") :]
    assert "soft_weeks: 7" in page.text[page.text.index("running-title") :]
    page = editing.send("take_over", mine, opened=opened)
    assert page.status_code == 200
    assert "tatt bort soft_weeks: 7" in words(page.text).replace("− ", "")


def test_a_draft_of_an_older_file_can_not_be_saved(editing):
    draft = editing.tried(changed(editing.text))
    (editing.folder / ROUTINE).write_text(editing.text + "# mer\n", "utf-8")
    assert editing.save(draft).status_code == 409
    assert "er endret siden redigeringen begynte" in editing.visitor.get(draft).text
    opened = editing.visitor.get(f"{HERE}?utkast={draft.rpartition('/')[2]}")
    assert opened.status_code == 409
    assert "hard_weeks: 16" in opened.text


@pytest.mark.parametrize("named", [True, False])
def test_a_branch_leaves_what_is_checked_out_alone(in_git, named):
    folder = in_git.folder
    before = git(folder, "rev-parse", "HEAD")
    (folder / "mappings" / "routines" / "annet.yaml").write_text("x: y\n")
    git(folder, "add", "mappings/routines/annet.yaml")
    draft = in_git.tried(changed(in_git.text))
    answer = in_git.save(draft, "branch", **({"named": "yes"} if named else {}))
    assert answer.status_code == 303
    assert git(folder, "rev-parse", "HEAD", "main").split() == [before, before]
    assert git(folder, "branch", "--show-current") == "main"
    (entry,) = in_git.trail("routine_branch_saved")
    branch = entry["branch"]
    assert entry["commit"] == git(folder, "rev-parse", branch)
    assert git(folder, "diff", "--name-only", "main", branch) == ROUTINE.as_posix()
    assert "hard_weeks: 16" in git(folder, "show", f"{branch}:{ROUTINE.as_posix()}")
    author = git(folder, "log", "-1", "--format=%an <%ae> %cn", branch)
    assert author.endswith("<rutine@localhost> rutine")
    assert author.startswith("rutine") is not named
    assert git(folder, "status", "-s", "mappings/routines") == "A  mappings/routines/annet.yaml"
    assert f"grenen {branch}" in words(in_git.visitor.get(draft).text)


def test_a_branch_differs_where_something_was_changed_however_lines_end(in_git):
    folder, file = in_git.folder, in_git.folder / ROUTINE
    file.write_bytes(b"\xef\xbb\xbf" + in_git.text.replace("\n", "\r\n").encode())
    git(folder, "commit", "-q", "-a", "-m", "Fra Windows")
    draft = in_git.tried(changed(in_git.text))
    assert in_git.save(draft, "branch").status_code == 303
    (entry,) = in_git.trail("routine_branch_saved")
    told = git(folder, "diff", "--numstat", "main", entry["branch"])
    assert told.split() == ["1", "1", ROUTINE.as_posix()]


def test_a_branch_is_made_once_and_never_over_what_is_not_committed(in_git):
    draft = in_git.tried(changed(in_git.text))
    assert in_git.save(draft, "branch").status_code == 303
    again = in_git.tried(changed(in_git.text))
    assert "ligger på en gren fra før" in in_git.save(again, "branch").text
    (in_git.folder / ROUTINE).write_text(in_git.text + "# ikke sjekket inn\n", "utf-8")
    third = in_git.tried(changed(in_git.text))
    answer = in_git.save(third, "branch")
    assert answer.status_code == 422
    assert "ikke er sjekket inn" in answer.text
    assert len(in_git.trail("routine_branch_saved")) == 1


def test_without_git_no_branch_is_offered(editing):
    draft = editing.tried(changed(editing.text))
    assert 'value="branch"' not in editing.visitor.get(draft).text
    assert "Filen er ikke under git" in editing.save(draft, "branch").text


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("", "Skriv hva som er endret"),
        (f"For {PERSON}", "ligner et fødselsnummer"),
        ("x" * 501, "høyst 500"),
    ],
)
def test_a_save_says_why_and_names_nobody(editing, about, said):
    draft = editing.tried(changed(editing.text))
    answer = editing.save(draft, about=about)
    assert answer.status_code == 422
    assert said in answer.text


def test_what_is_only_tried_is_ones_own_and_a_few(editing, visitor_of):
    drafts = [editing.tried(f"{changed(editing.text)}# {n}\n") for n in range(6)]
    assert editing.visitor.get(drafts[0]).status_code == 404
    assert editing.visitor.get(drafts[5]).status_code == 200
    other = visitor_of(editing.visitor.client.app).sign_in("arne")
    assert other.get(drafts[5]).status_code == 404
    editing.visitor.get(drafts[5])
    editing.save(drafts[5])
    assert other.get(drafts[5]).status_code == 200


def test_a_draft_is_fetched_and_deleted_and_the_trail_says_so(editing):
    draft = editing.tried(changed(editing.text))
    editing.save(draft)
    assert editing.visitor.client.get(f"{draft}/fil").text == changed(editing.text)
    editing.visitor.get(draft)
    assert editing.visitor.post(f"{draft}/slett").status_code == 303
    assert editing.visitor.get(draft).status_code == 404
    assert len(editing.trail("routine_draft_deleted")) == 1


@pytest.mark.parametrize("draft", ["0" * 16, "..%2F..", "x"])
def test_no_other_draft_or_routine_is_found(editing, draft):
    here = f"/rutiner/nav_refunds/utkast/{draft}"
    for address in (here, "/rutiner/ingen/rediger", "/rutiner/nav_refunds%00/rediger"):
        assert editing.visitor.client.get(address).status_code == 404
    assert editing.visitor.client.get(f"{HERE}?utkast={draft}").status_code == 404


def test_a_wrong_file_can_be_opened_to_be_corrected(editing):
    (editing.folder / ROUTINE).write_text("kind: mach\n", "utf-8")
    assert editing.visitor.get(HERE).status_code == 200


@pytest.mark.parametrize(("language", "said"), [("nb", "Hele filen"), ("en", "The whole file")])
def test_every_key_is_explained(editing, language, said):
    editing.visitor.post("/sprak", language=language, back="/rutiner/nokler")
    page = editing.visitor.get("/rutiner/nokler").text
    assert said in page
    assert "<code>hold_reasons</code>" in page
