"""The commands and their help. The work is done in the rooms beside this one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from rutine import __version__
from rutine.cli.commands.fetch import fetch, portal
from rutine.cli.commands.keep import backup, holds, persons, restore, retention
from rutine.cli.commands.mapping import check, gains, schema, score
from rutine.cli.commands.new import new
from rutine.cli.commands.procedure import document, draw
from rutine.cli.commands.proposal import proposals
from rutine.cli.commands.rehearsal import code_change, simulate, try_
from rutine.cli.commands.run import run
from rutine.cli.commands.schedule import events, schedule, up
from rutine.cli.commands.user import users
from rutine.cli.commands.watch import keys, metrics
from rutine.cli.finish import finish
from rutine.core.errors import InputError

application = typer.Typer(
    name="rutine",
    help=(
        "Automates a municipality's manual HR routines. Start with `rutine demo`: a fictional "
        "municipality, a real browser, three months settled."
    ),
    epilog="Exit codes: 0 clean, 1 cases are waiting for a person, 2 error.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
application.add_typer(users, name="user")
application.add_typer(schedule, name="schedule")
connections = typer.Typer(help="Connect to the outside world, once.", no_args_is_help=True)
application.add_typer(connections, name="connect")
case_files = typer.Typer(help="The review queue as an Excel workbook.", no_args_is_help=True)
application.add_typer(case_files, name="cases")

formats = typer.Typer(help="How files are read: format files.", no_args_is_help=True)
application.add_typer(formats, name="format")

application.add_typer(portal, name="portal")
application.add_typer(keys, name="keys")

_AS = typer.Option("--as", metavar="USER", help="Your account; the password is asked for.")


def _version(value: bool) -> None:
    if value:
        typer.echo(f"rutine {__version__}")
        raise typer.Exit


@application.callback()
def _root(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Carry the options that stand before any command."""


@application.command()
def demo(
    leave: Annotated[
        bool, typer.Option("--exit", help="End after the result instead of opening the app.")
    ] = False,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the review app in a browser.")
    ] = True,
) -> None:
    """Settle three months of a fictional municipality, from a robot in a browser to a case."""
    from rutine.cli.running.demo import run_demo  # noqa: PLC0415

    finish(lambda: run_demo(leave=leave, open_browser=browser))


application.command()(run)
application.command()(fetch)
application.command(name="try")(try_)
application.command()(simulate)
application.command(name="code-change")(code_change)
application.add_typer(proposals, name="proposals")
application.command()(metrics)
application.command()(up)
application.command()(events)


@application.command()
def match(
    a: Annotated[Path, typer.Argument(help="The first file: what happened.")],
    b: Annotated[Path, typer.Argument(help="The second file: what was expected.")],
    routine: Annotated[
        str, typer.Option(help="A match file or routine file: its name or its path.")
    ],
    out: Annotated[
        Path | None, typer.Option(help="Write groups, open and refused rows here, as CSV.")
    ] = None,
) -> None:
    """Hold two files against each other now: settled, suggested, open and why. Stores nothing."""
    from rutine.cli.running.match import match_files  # noqa: PLC0415

    finish(lambda: match_files(a, b, routine, out))


@application.command()
def reasons(
    out: Annotated[
        Path | None, typer.Option(help="Write the page in every language to this folder.")
    ] = None,
) -> None:
    """Show every reason code: what it means, what to do, who acts and by when."""
    from rutine.cli.modelling.reasons import show_reasons  # noqa: PLC0415

    finish(lambda: show_reasons(out))


@application.command()
def expected(  # noqa: PLR0917 - options, given by name
    case: Annotated[
        Path | None, typer.Argument(help="One person's case (.yaml); see mappings/examples.")
    ] = None,
    absences: Annotated[Path | None, typer.Option(help="Everybody's absences (.csv).")] = None,
    income_reports: Annotated[
        Path | None, typer.Option(help="Their income reports (.csv).")
    ] = None,
    period: Annotated[str, typer.Option(help="Month as YYYY-MM.")] = "current",
    row: Annotated[
        int | None, typer.Option(help="Show one person's days: the row of the first absence.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write .xlsx or .json; ids are masked.")] = None,
) -> None:
    """Compute what NAV should pay, day by day, for one person or a whole file."""
    from rutine.cli.running.expected import expect_case, expect_files  # noqa: PLC0415

    if case is not None:
        finish(lambda: expect_case(case, out))
    if absences is None or income_reports is None:
        raise InputError(
            "nothing_to_compute",
            "Neither a case nor both files were given.",
            "Give a case file, or --absences and --income-reports.",
        )
    finish(lambda: expect_files(absences, income_reports, period, out, row))


application.command()(new)
application.command()(check)
application.command()(schema)
application.command()(score)
application.command()(gains)


application.command()(draw)
application.command()(document)
application.command()(backup)
application.command()(restore)
application.command()(retention)
application.add_typer(holds, name="hold")
application.add_typer(persons, name="person")


@application.command()
def review(
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port on this machine; 0: any free one.")
    ] = None,
) -> None:
    """Open the review app with the cases that wait for a person."""
    from rutine.cli.review import open_review  # noqa: PLC0415

    finish(lambda: open_review(port))


@application.command()
def doctor(
    fix_browser: Annotated[
        bool, typer.Option("--fix-browser", help="Install a browser if none is found, quietly.")
    ] = False,
) -> None:
    """Say what is in place, what is missing and what to do about it."""
    from rutine.cli.doctor.examination import examine, fix  # noqa: PLC0415

    finish(fix if fix_browser else examine)


@application.command()
def risk(
    employer: Annotated[
        str | None, typer.Option(help="Organisation number; default: every configured employer.")
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option(help="Write every item here (.xlsx); needs --as.")
    ] = None,
    name: Annotated[str | None, _AS] = None,
) -> None:
    """Show money at risk: claims not sent, deadlines ahead, rights that run out."""
    from rutine.cli.running.risk import show_risk  # noqa: PLC0415

    finish(lambda: show_risk(employer, xlsx, name))


@application.command()
def verify(
    anchor: Annotated[
        Path | None, typer.Option(help="A file of anchors that the trail must still hold.")
    ] = None,
) -> None:
    """Check the audit trail's chain, the evidence's hashes and that every row is accounted for."""
    from rutine.cli.keeping.verify import verify_all  # noqa: PLC0415

    finish(lambda: verify_all(anchor))


@application.command("anchor")
def anchor_trail(
    file: Annotated[
        Path | None, typer.Argument(help="Add the head at the end of this file; default: print it.")
    ] = None,
) -> None:
    """Note the audit trail's head, to keep outside this machine and give to `rutine verify`."""
    from rutine.cli.keeping.anchor import anchor  # noqa: PLC0415

    finish(lambda: anchor(file))


@application.command()
def notify() -> None:
    """Tell those who want it what waits, by e-mail and webhook; let a scheduler run it daily."""
    from rutine.cli.watching.notify import notify as send  # noqa: PLC0415

    finish(send)


@application.command()
def undo(
    settlement: Annotated[str, typer.Argument(help="The settlement's id, from settlements.csv.")],
    why: Annotated[str, typer.Option(help="The reason, in words; kept encrypted.")],
    as_: Annotated[str, typer.Option("--as", help="Who undoes it: a user who may decide.")],
) -> None:
    """Take one settlement back: its rows are free, and what was posted is counter-posted.

    What is in the books is taken back when another person has agreed in the review app.
    """
    from rutine.cli.running.books import undo_settlement  # noqa: PLC0415

    finish(lambda: undo_settlement(settlement, why, as_))


@application.command("close-period")
def close_period(
    period: Annotated[str, typer.Argument(help="Month as YYYY-MM.")],
    as_: Annotated[str, typer.Option("--as", help="Who closes it: a user who may approve.")],
    employer: Annotated[
        str | None, typer.Option(help="Organisation number; default: the configured employer.")
    ] = None,
) -> None:
    """Close a month when its control totals balance; nothing is posted in it afterwards."""
    from rutine.cli.running.books import close_month  # noqa: PLC0415

    finish(lambda: close_month(period, employer, as_))


@case_files.command("export")
def export_cases(
    file: Annotated[Path, typer.Argument(help="The workbook to write (.xlsx).")],
    name: Annotated[str, _AS],
) -> None:
    """Write the cases you may see as a workbook, with the permitted decisions as lists."""
    from rutine.cli.running.cases import export_workbook  # noqa: PLC0415

    finish(lambda: export_workbook(file, name))


@case_files.command("documented")
def export_documented(
    file: Annotated[Path, typer.Argument(help="The file to write (.csv).")],
    name: Annotated[str, _AS],
    vacancy: Annotated[str | None, typer.Option(help="One vacancy's id; default: all.")] = None,
) -> None:
    """Write how preferential rights were assessed: by whom, when and why."""
    from rutine.cli.running.documented import export_documentation  # noqa: PLC0415

    finish(lambda: export_documentation(file, name, vacancy))


@case_files.command("import")
def import_cases(
    file: Annotated[Path, typer.Argument(help="The workbook, filled in.")],
    name: Annotated[str, _AS],
    only_valid: Annotated[
        bool, typer.Option("--only-valid", help="Take in the valid rows, and leave the others.")
    ] = False,
) -> None:
    """Decide the cases that were filled in, as yourself; a row that can't be is named."""
    from rutine.cli.running.cases import import_workbook  # noqa: PLC0415

    finish(lambda: import_workbook(file, name, only_valid=only_valid))


@formats.command("new")
def new_format(  # noqa: PLR0917 - options, given by name
    file: Annotated[Path, typer.Argument(help="An export to look at (.xlsx or .csv).")],
    record: Annotated[
        str | None,
        typer.Option(help="What each row is, such as claim, absence, employee or achievement."),
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="The format's name; default: <record>_export.")
    ] = None,
    given: Annotated[
        list[str] | None,
        typer.Option(help="A field that the file lacks, as field=value; repeatable."),
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(help="The workbook's sheet; default: the fullest.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where to write it; default: mappings/formats.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is there.")
    ] = False,
) -> None:
    """Propose a format file for an unknown export, and show how its rows would be read."""
    from rutine.cli.modelling.format_new import propose_format  # noqa: PLC0415

    finish(lambda: propose_format(file, record, name, given or [], sheet, out, force=force))


@formats.command("list")
def all_formats(
    out: Annotated[
        Path | None, typer.Option(help="Write the page in every language to this folder.")
    ] = None,
) -> None:
    """Show every format file: what it reads, and how sure its description is."""
    from rutine.cli.modelling.formats import list_formats  # noqa: PLC0415

    finish(lambda: list_formats(out))


@connections.command("nav")
def connect_to_nav(  # noqa: PLR0917 - Typer calls it by name
    employer: Annotated[
        str | None, typer.Option(help="Organisation number; default: the configured employer.")
    ] = None,
    vendor: Annotated[
        str | None, typer.Option(help="Who owns the client at Maskinporten; default: employer.")
    ] = None,
    client_id: Annotated[str | None, typer.Option(help="The client at Maskinporten.")] = None,
    key_id: Annotated[str | None, typer.Option(help="The key's id (kid) on the client.")] = None,
    key_expires: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="When the key expires.")
    ] = None,
    environment: Annotated[
        str | None, typer.Option(help="production or test (Tenor's synthetic employers).")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Ask again after a refusal by a person.")
    ] = False,
    new_key: Annotated[
        bool, typer.Option("--new-key", help="Make a new key beside the old one.")
    ] = False,
    wait: Annotated[float, typer.Option(min=0, help="Minutes to wait for the approval.")] = 15,
) -> None:
    """Set up fetching from NAV's API: key, client, system user, proof. Repeat it as you like."""
    from rutine.cli.watching.connect import connect_nav, wish_from  # noqa: PLC0415

    finish(
        lambda: connect_nav(
            wish_from(
                employer=employer,
                vendor=vendor,
                client_id=client_id,
                key_id=key_id,
                key_expires=key_expires,
                environment=environment,
                again=again,
                new_key=new_key,
                wait_minutes=wait,
            )
        )
    )
