"""Stand-ins for Altinn's inbox, NAV's download page and ID-porten, on loopback only.

They imitate the real pages' paths, texts, roles and faults (domain/nav-reports.md and
domain/altinn-and-apis.md §2-3) for demonstration, training and tests. They read a folder of
reports and know nothing of how it was made; the robot knows nothing of them but an address.
"""

from rutine.practice.standins.faults import DownloadFault, Faults, every_fault
from rutine.practice.standins.server import StandIns

__all__ = ["DownloadFault", "Faults", "StandIns", "every_fault"]
