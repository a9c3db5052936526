"""What every provider promises. Services and window know providers through this page only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from leaddesk.domain.account import Account, AccountField, Credentials, SignIn
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import AccountMending, LeaddeskError
from leaddesk.domain.lead import ALL_LEAD_FACTS, LeadFact
from leaddesk.domain.page import Page, Position
from leaddesk.domain.record import Record
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.domain.search import Choice, Query, SearchSpec
from leaddesk.domain.send_history import SendHistory

ReadDetail = Callable[[Record, Sequence[Column]], RecordDetail]
"""Reads a record into what the pane shows; pure. The columns carry the account's own names of fields."""

ReadSends = Callable[[Record], tuple[str, SendHistory] | None]
"""Reads the title and the sends of a record, and nothing else of it; None when such a record can have none."""


@dataclass(frozen=True, slots=True)
class ProviderInfo:
    """What a provider offers, declared once.

    Attributes:
        key: `leadexec`; stable, in files and on the command line.
        title: `LeadExec`.
        account_fields: in the order of the dialog.
        sign_ins: the ways to sign in, the usual one first.
        credential_help: where the credential is found and which rights it needs; a few sentences.
        searches: in the order of the picker.
        read_detail: see ReadDetail.
        read_sends: see ReadSends; None when no record of this provider has sends.
        lead_facts: what a lead of this provider can have; that it does not is said of nothing else.
    """

    key: str
    title: str
    account_fields: tuple[AccountField, ...]
    sign_ins: tuple[SignIn, ...]
    credential_help: str
    searches: tuple[SearchSpec, ...]
    read_detail: ReadDetail = field(repr=False)
    read_sends: ReadSends | None = field(default=None, repr=False)
    lead_facts: frozenset[LeadFact] = ALL_LEAD_FACTS

    def search(self, key: str) -> SearchSpec:
        """The search of that key.

        Raises:
            KeyError: there is none.
        """
        for spec in self.searches:
            if spec.key == key:
                return spec
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Wait:
    """A pause before a call is repeated: how long, why, and the number of the coming try."""

    host: str
    seconds: float
    reason: str
    attempt: int


WaitListener = Callable[[Wait], None]


@dataclass(frozen=True, slots=True)
class TestStep:
    """One call of an account test: what was tried, at which host, and how it ended (`error` None: well)."""

    title: str
    host: str
    words: str
    error: LeaddeskError | None = None


@dataclass(frozen=True, slots=True)
class AccountReport:
    """What testing an account found. `usable` when leads can be read, even if something else was refused.

    `mending` is a change of its settings that the test found to help; it is offered as one click.
    """

    steps: tuple[TestStep, ...]
    usable: bool
    mending: AccountMending | None = None

    @property
    def first_error(self) -> LeaddeskError | None:
        """The first thing that went wrong."""
        return next((step.error for step in self.steps if step.error is not None), None)


class Provider(Protocol):
    """One account's connection to its vendor. All calls may raise the errors of `domain.errors`."""

    @property
    def info(self) -> ProviderInfo:
        """What this provider offers."""
        ...

    async def fetch_page(self, query: Query, start: Position) -> Page:
        """One page of a query, beginning at `start`."""
        ...

    async def fetch_choices(self, source: str) -> tuple[Choice, ...]:
        """The account's own choices for fields that name `source` in `choices_from`."""
        ...

    async def test_account(self) -> AccountReport:
        """Try each host and right that the account needs; never raises for what it finds."""
        ...

    async def aclose(self) -> None:
        """Close connections; idempotent."""
        ...


class Completes(Protocol):
    """A provider whose searches may declare a `completion`: it can read one record again, whole."""

    async def complete(self, record: Record, columns: Sequence[Column]) -> RecordDetail:
        """Everything the vendor tells of this record, with its timeline.

        What of it could not be read is said in the notes; only when nothing came an error is raised.
        """
        ...


LOOK_UP_DAYS: Final = 90
"""So far back a look-up goes at first, where a vendor cannot search by the text itself."""

WIDER_LOOK_UP_DAYS: Final = 730
"""So far back it goes when it is widened."""


@dataclass(frozen=True, slots=True)
class LookUpAsked:
    """One person to be looked up.

    Attributes:
        kind: `phone`, `email`, `id` or `name`.
        text: as it was typed, on one line; of an `email` or `id` without the junk around it.
        phone: in international form (`+17755550100`) where `kind` is `phone` and the text could be read as one.
        days: how far back to look, where the vendor cannot search by the text itself.
    """

    kind: str
    text: str
    phone: str = ""
    days: int = LOOK_UP_DAYS


@dataclass(frozen=True, slots=True)
class LookUpPart:
    """One thing that a look-up searched or could not search in one account, in words.

    `failed`: it was tried and did not come to its end; else what was not searched is beyond this look-up by its nature.
    """

    words: str
    searched: bool
    failed: bool = False


@dataclass(frozen=True, slots=True)
class LookUpResult:
    """What a look-up in one account found, and exactly what it searched.

    `can_widen`: with more `days` it would search more. `columns`: the account's own names of fields.
    """

    records: tuple[Record, ...]
    parts: tuple[LookUpPart, ...]
    can_widen: bool = False
    columns: tuple[Column, ...] = ()


class LooksUp(Protocol):
    """A provider that can look one person up."""

    async def look_up(self, asked: LookUpAsked) -> LookUpResult:
        """Find records of a person by the next best honest way; the parts say what was searched."""
        ...


OpenProvider = Callable[[Account, Credentials, WaitListener], Provider]
"""Connects an account: handed to services by the composition root."""

AsyncClose = Callable[[], Awaitable[None]]
