"""Stand-ins for Entra ID and Ansattporten, on loopback only, as unkind as the real ones.

They speak the authorization code flow as both do: discovery, keys that change, a page to
choose a practice person on, codes that work once, PKCE, client secrets and signed statements.
Tokens are made with PyJWT, so that nothing checks its own work.
"""

from rutine.practice.standins.identity.faults import IdentityFaults, every_identity_fault
from rutine.practice.standins.identity.server import IdentityStandIns

__all__ = ["IdentityFaults", "IdentityStandIns", "every_identity_fault"]
