"""Accounts of the review app, how people sign in to them, and sessions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from rutine.cases.tables.base import Base, Digest, Uuid


class UserAccount(Base):
    """One account. `roles` and `units` are canonical JSON; units NULL means all.

    `way` is how the person signs in; only a local account has a password. `shortcuts` says
    whether single keys do things on the pages.
    """

    __tablename__ = "users"

    id: Mapped[Uuid] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    display_name: Mapped[str] = mapped_column(Text)
    password_hash: Mapped[str] = mapped_column(Text)
    roles: Mapped[str] = mapped_column(Text)
    units: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(2))
    enabled: Mapped[bool]
    way: Mapped[str] = mapped_column(String(20), default="local", server_default="local")
    shortcuts: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[datetime]


class ProviderAccount(Base):
    """Whose account an identity at a provider is.

    The identity itself (issuer, tenant, subject) is not kept, only its keyed fingerprint:
    nothing here says who somebody is elsewhere.
    """

    __tablename__ = "provider_accounts"

    lookup: Mapped[Digest] = mapped_column(primary_key=True)
    user_id: Mapped[Uuid] = mapped_column(ForeignKey("users.id"), unique=True)
    seen_at: Mapped[datetime]


class SignInJourney(Base):
    """A browser that is on its way to a provider and back; used once.

    `sealed` holds the secrets of the journey, encrypted; the state is only in the address.
    """

    __tablename__ = "sign_in_journeys"

    state_hash: Mapped[Digest] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    started_at: Mapped[datetime] = mapped_column(index=True)


class SignInAttempts(Base):
    """Wrong passwords in a row, for names with and without an account alike.

    The name is a keyed fingerprint: people type their password into the wrong field.
    """

    __tablename__ = "sign_in_attempts"

    name_lookup: Mapped[Digest] = mapped_column(primary_key=True)
    failed: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
    blocked_until: Mapped[datetime | None]


class WebSessionRow(Base):
    """One signed-in browser; the token itself is only in its cookie.

    `search` is what the person last searched the lists for, and how each list was last
    narrowed, encrypted: a search names somebody, so it can't stand in an address, and all of it
    is gone when the session is.
    """

    __tablename__ = "web_sessions"

    token_hash: Mapped[Digest] = mapped_column(primary_key=True)
    user_id: Mapped[Uuid] = mapped_column(ForeignKey("users.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    search: Mapped[bytes | None] = mapped_column(LargeBinary)


class SecondFactor(Base):
    """A secret shared with a person's phone, encrypted; `last_step` is the last code used.

    It counts once `is_on`: a code of it was typed.
    """

    __tablename__ = "second_factors"

    user_id: Mapped[Uuid] = mapped_column(ForeignKey("users.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    last_step: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime]
    is_on: Mapped[bool]


class FirstAdminLink(Base):
    """A link that makes the first administrator; only the secret's hash is kept."""

    __tablename__ = "first_admin_links"

    token_hash: Mapped[Digest] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
