"""What a look-up found, in columns that all vendors have in common."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from leaddesk.domain.account import Account
from leaddesk.domain.columns import Column
from leaddesk.domain.lead import ALL_LEAD_FACTS, Lead, LeadFact
from leaddesk.domain.placeholders import normal_email
from leaddesk.domain.provider import ProviderInfo
from leaddesk.domain.record import Record
from leaddesk.domain.turns import Turns, at_once
from leaddesk.phone_numbers import international
from leaddesk.services.look_up import AccountAnswer

InfoOf = Callable[[str], ProviderInfo]
"""What a provider offers, by its key (`AccountService.info`)."""

_LEADS_PER_TURN: Final = 10
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FoundLead:
    """One row of a look-up.

    Attributes:
        account: where it was found.
        provider_title: `LeadExec`.
        record: the vendor's row, whole.
        columns: the account's own names of fields, for whoever opens the record.
        title: what the record calls itself; never empty.
        lead: the common part; empty when the record is no lead or could not be read.
        phones: parallel to `lead.phones`, in international form; empty text where it is no number.
        emails: parallel to `lead.emails`, in small letters; empty text where it is no address or a placeholder.
        note: why there is nothing but a title; empty when it was read.
        facts: what a lead of this provider can have (`ProviderInfo.lead_facts`).
    """

    account: Account
    provider_title: str
    record: Record
    columns: tuple[Column, ...]
    title: str
    lead: Lead
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    note: str = ""
    facts: frozenset[LeadFact] = ALL_LEAD_FACTS

    @property
    def key(self) -> tuple[str, str]:
        """Names the row among those of all accounts: the account's id, and the record's key."""
        return (self.account.id, self.record.key)

    @property
    def words(self) -> str:
        """`Demo LeadExec 90210001`."""
        return f"{self.account.name} {self.record.key}"


def found_leads(answers: Sequence[AccountAnswer], info_of: InfoOf) -> tuple[FoundLead, ...]:
    """All records of all accounts, in order; none is dropped, whatever it holds."""
    return at_once(reading_found_leads(answers, info_of))


def reading_found_leads(answers: Sequence[AccountAnswer], info_of: InfoOf) -> Turns[tuple[FoundLead, ...]]:
    """As `found_leads`, in turns (`domain.turns.in_turns`): hundreds of leads take long to read."""
    found: list[FoundLead] = []
    for answer in answers:
        if not answer.records:  # the account of a newer program's provider may stand among them: nobody knows that one
            continue
        info = info_of(answer.account.provider)
        for record in answer.records:
            if len(found) % _LEADS_PER_TURN == 0:
                yield
            found.append(_read_found(answer, info, record))
    return tuple(found)


def _read_found(answer: AccountAnswer, info: ProviderInfo, record: Record) -> FoundLead:
    title = f"Lead {record.id}" if record.id else "Lead without an id"
    lead, note = Lead(), ""
    try:
        detail = info.read_detail(record, answer.columns)
    except Exception as error:  # one odd record must not hide that it was found
        _log.error("a record that a look-up found could not be read: %s", type(error).__name__)
        note = f"This record could not be read ({type(error).__name__}); its raw form can."
    else:
        title = detail.title.strip() or title
        lead = detail.lead or Lead()
        note = "" if detail.lead is not None else "This record is no lead."
    return FoundLead(
        answer.account,
        info.title,
        record,
        answer.columns,
        title,
        lead,
        tuple(international(phone.text) for phone in lead.phones),
        tuple(normal_email(email.text) for email in lead.emails),
        note,
        info.lead_facts,
    )
