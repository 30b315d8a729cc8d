"""Take what lies in the employer's watched folder, file by file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from rutine.cases.reports.ledger import known_files
from rutine.connectors.fetch_reasons import FetchReason
from rutine.connectors.fetch_texts import progress_text, refusal_remedy, refusal_text
from rutine.connectors.fetching import FetchState
from rutine.connectors.folder import Claimed, DropFolder
from rutine.core.reason_texts import Language
from rutine.drop_settings import Folder
from rutine.installation import Installation
from rutine.steps.hand_in import HandedIn, hand_in
from rutine.steps.progress import announce
from rutine.steps.scope import Scope

_NOTHING_TO_READ = {FetchReason.FOLDER_UNREACHABLE, FetchReason.FOLDER_READ_ONLY}


@dataclass(frozen=True, slots=True)
class FromFolder:
    """What a folder gave.

    Attributes:
        state: how it ended.
        reason: why it is inconclusive.
        new: reports that were not known before, by any way.
        refused: sha256 of each file that is no report that can be used.
    """

    state: FetchState
    reason: FetchReason | None = None
    new: int = 0
    refused: tuple[str, ...] = ()


def fetch_from_folder(place: Installation, scope: Scope, folder: Folder) -> FromFolder:
    """Claim, check and enter every complete file, then move it to archive/ or refused/.

    A file is moved only when the ledger has it: a killed run leaves it where the next one
    finds it, and the ledger then knows it.

    Raises:
        ConnectorError: `folder_unreachable`: the folder went away on the way.
        InputError: `archive_folder`.
    """
    drop = DropFolder(
        folder.path,
        stable=timedelta(seconds=folder.stable_seconds),
        keep=timedelta(days=folder.keep_days),
    )
    with place.database.reading() as session:
        known = known_files(session, scope.employer)
    unproven = drop.prove_access(known)
    if unproven in _NOTHING_TO_READ:
        return FromFolder(FetchState.INCONCLUSIVE, unproven)
    listing = drop.discover()
    language = Language(place.settings.language)
    announce(progress_text("folder", len(listing.complete), language))
    left, taken = listing.left, []
    for dropped in listing.complete:
        claimed = drop.fetch(dropped)
        if claimed is None:
            left += 1
        else:
            taken.append(_take(place, scope, drop, claimed))
    new = sum(each.new for each in taken)
    refused = tuple(each.entry.sha256 for each in taken if each.finding is not None)
    came_again = any(each.finding is None and not each.new for each in taken)
    reason = _reason(refused, left, None if new or came_again else unproven)
    if reason is not None:
        return FromFolder(FetchState.INCONCLUSIVE, reason, new, refused)
    return FromFolder(FetchState.NEW if new else FetchState.NOTHING_NEW_PROVEN, None, new)


def _take(place: Installation, scope: Scope, drop: DropFolder, claimed: Claimed) -> HandedIn:
    """Enter one file and move it out of the way."""
    try:
        result = hand_in(
            place, scope.run_id, scope.employer, claimed.data, name=claimed.name, how="folder"
        )
    except BaseException:
        drop.put_back(claimed)
        raise
    if result.finding is None:
        drop.accept(claimed)
    else:
        language = Language(place.settings.language)
        said = refusal_text(result.finding, language)
        drop.refuse(claimed, f"{said}\n{refusal_remedy(result.finding.fault, language)}")
    return result


def _reason(
    refused: tuple[str, ...], left: int, unproven: FetchReason | None
) -> FetchReason | None:
    """The reason that a person can do most about."""
    if refused:
        return FetchReason.FILE_REFUSED
    return FetchReason.FILE_LEFT if left else unproven
