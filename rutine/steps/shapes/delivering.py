"""Files that a run leaves for people to deliver: in its own folder, for their owner only."""

from __future__ import annotations

from sqlalchemy import select

from rutine.cases.tables import Run
from rutine.formats.private_file import write_private
from rutine.installation import Installation
from rutine.steps.scope import make_output_folder
from rutine.steps.shapes.found import Found
from rutine.steps.shapes.scope import ShapeScope


def deliver_list(place: Installation, scope: ShapeScope, found: Found) -> None:
    """Write the run's files, once what they rest on is stored.

    Those of earlier runs of the routine and employer are removed: one list is the one to deliver,
    and an older one may name somebody who has left, or has been protected since. What decided it
    stands in the store, and the lists it was made from in the evidence archive.

    Raises:
        InputError: `output_read_only` or `file_unwritable`.
    """
    if not found.files:
        return
    folder = make_output_folder(place, scope.run_id)
    for name, data in found.files.items():
        write_private(folder / name, data)
    query = select(Run.id).where(
        Run.routine == scope.routine,
        Run.employer == scope.employer.value,
        Run.id != scope.run_id,
    )
    with place.database.reading() as session:
        earlier = session.scalars(query).all()
    for run_id in earlier:
        for name in found.files:
            (place.settings.output_folder / run_id / name).unlink(missing_ok=True)
