"""The practice people who can sign in at the stand-ins for Entra ID and Ansattporten."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Employee:
    """Somebody with a work account at Entra ID.

    Attributes:
        key: stable name in forms.
        name: the person's own name.
        task: what the person does at work, shown beside the name.
        object_id: what Entra knows the person by.
        roles: the app roles that the person has.
    """

    key: str
    name: str
    task: str
    object_id: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Citizen:
    """Somebody with an electronic id.

    Attributes:
        key: stable name in forms.
        name: shown on the page only; Ansattporten tells no name.
        task: what the person does at work, shown beside the name.
        subject: what Ansattporten knows the person by, for this client.
        pid: a synthetic national id, which comes in the token.
        level: how sure the electronic id is.
    """

    key: str
    name: str
    task: str
    subject: str
    pid: str
    level: str


EMPLOYEES = (
    Employee("ida", "Ida Innlogget", "saksbehandler", "0f3a0001-aaaa-4bbb-8ccc-1", ("reviewer",)),
    Employee("gunn", "Gunn Godkjent", "godkjenner", "0f3a0002-aaaa-4bbb-8ccc-2", ("approver",)),
    Employee("rolf", "Rolf Revidert", "revisor", "0f3a0003-aaaa-4bbb-8ccc-3", ("auditor",)),
    Employee("pål", "Pål Prosess", "konsulent", "0f3a0004-aaaa-4bbb-8ccc-4", ("consultant",)),
    Employee("arild", "Arild Ansvar", "drift", "0f3a0005-aaaa-4bbb-8ccc-5", ("administrator",)),
    Employee("ulf", "Ulf Utenrolle", "ny på jobben", "0f3a0006-aaaa-4bbb-8ccc-6", ()),
)
CITIZENS = (
    Citizen("sara", "Sara Sikker", "BankID", "sVx-sara-9aQ=", "01819010072", "high"),
    Citizen("mina", "Mina Middels", "MinID", "sVx-mina-7bR=", "01819020078", "substantial"),
)
