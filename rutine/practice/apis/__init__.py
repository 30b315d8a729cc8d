"""Stand-ins for NAV's two APIs, Maskinporten and Altinn's registers, on loopback only.

They imitate the real ones' rules, refusals and silences (domain/nav-reports.md §2 and
domain/altinn-and-apis.md §1) for demonstration, training and tests. They know nothing of the
client, and the client knows nothing of them but an address.
"""

from rutine.practice.apis.faults import ApiFaults, Refusal
from rutine.practice.apis.list_faults import ListFaults
from rutine.practice.apis.server import ApiStandIns
from rutine.practice.apis.world import NewReport, World

__all__ = ["ApiFaults", "ApiStandIns", "ListFaults", "NewReport", "Refusal", "World"]
