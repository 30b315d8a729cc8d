"""`python -m rutine.cli.prefect_server start …`: Prefect's server, able to plan runs.

Prefect writes planned runs in bulk, with a `state` that its model has as a hybrid property.
SQLAlchemy 2.0 passes such a key over, and Prefect writes the state in the next statement;
SQLAlchemy 2.1 refuses it, so that the scheduler fails each time and nothing is ever started by
the clock. The hook that 2.1 asks for is put in place here, and passes the key over again.
Nothing to do with 2.0. Tried with Prefect 3.8.8; 3.9.1 has the same code.
Held by tests/services/test_up.py.
"""

from __future__ import annotations

import sys
from typing import Any


def pass_state_over() -> None:
    """Let the models of flow and task runs take a `state` in bulk, as before SQLAlchemy 2.1."""
    from prefect.server.database import orm_models  # noqa: PLC0415 - it takes a second

    for model in (orm_models.FlowRun, orm_models.TaskRun):
        hybrid: Any = vars(model)["state"]
        if hasattr(hybrid, "bulk_dml") and hybrid.bulk_dml_setter is None:
            hybrid.inplace.bulk_dml(_pass_over)


def _pass_over(_model: object, _mapping: object, _value: object) -> None:
    """Write nothing: Prefect writes the state itself."""


def main() -> None:
    """Do what `prefect server …` does."""
    pass_state_over()
    from prefect.cli import app  # noqa: PLC0415

    sys.argv = ["prefect", "server", *sys.argv[1:]]
    app()


if __name__ == "__main__":
    main()
