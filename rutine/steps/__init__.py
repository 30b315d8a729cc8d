"""What one run of the main routine does, step by step, without Prefect.

Each step takes the installation and the run's scope, does one thing and says what it did.
`tasks/` wraps these for Prefect; tests and other commands call them as they are.
"""

from rutine.steps.control import control
from rutine.steps.fetch import fetch
from rutine.steps.post import post
from rutine.steps.read import read
from rutine.steps.reconcile import reconcile
from rutine.steps.report import report
from rutine.steps.scope import Scope, begin, marking_failure
from rutine.steps.settle import settle

__all__ = [
    "Scope",
    "begin",
    "control",
    "fetch",
    "marking_failure",
    "post",
    "read",
    "reconcile",
    "report",
    "settle",
]
