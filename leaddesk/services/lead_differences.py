"""What several records of one person say differently, side by side: do-not-contact flags first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from leaddesk.domain.lead import Lead
from leaddesk.domain.placeholders import is_placeholder_phone
from leaddesk.domain.similar_names import read_name
from leaddesk.services.found_leads import FoundLead

_CONSENT_WORDS: Final = {True: "consent given", False: "no consent", None: ""}


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of the comparison.

    Attributes:
        key: `do_not_contact`, `consent`, `stage`, ...
        label: what a person reads.
        texts: one for each lead, in their order; empty: not given.
        differs: they contradict each other; what is merely not given does not, but for do-not-contact flags.
        important: one says that the person must not be contacted, and another does not say so.
        note: the contradiction in a sentence, else empty.
    """

    key: str
    label: str
    texts: tuple[str, ...]
    differs: bool
    important: bool = False
    note: str = ""


def compare(leads: Sequence[FoundLead]) -> tuple[Difference, ...]:
    """All rows, whether they differ or not, in the order of their weight."""
    rows = [_compare_flags(leads), _compare_consent(leads)]
    rows += [_compare_texts(key, label, read, leads) for key, label, read in _PLAIN_ROWS]
    rows.append(_row("price", "Price", leads, _price_text, lambda found: found.lead.price))
    rows += [_compare_moments(key, label, read, leads) for key, label, read in _MOMENT_ROWS]
    rows.append(_row("name", "Name", leads, lambda found: found.lead.name, _plain_name))
    rows.append(_row("phones", "Phones", leads, _phones_text, _plain_phones))
    rows.append(_row("emails", "E-mails", leads, _emails_text, lambda found: frozenset(filter(None, found.emails))))
    rows.append(_compare_texts("address", "Address", lambda lead: lead.place.one_line(), leads))
    return tuple(rows)


def _row(
    key: str,
    label: str,
    leads: Sequence[FoundLead],
    text_of: Callable[[FoundLead], str],
    value_of: Callable[[FoundLead], object],
) -> Difference:
    """It differs when two leads give different values; None and empty are no values."""
    given = {value for lead in leads if (value := value_of(lead)) not in (None, "", frozenset(), ())}
    return Difference(key, label, tuple(text_of(lead) for lead in leads), differs=len(given) > 1)


def _compare_flags(leads: Sequence[FoundLead]) -> Difference:
    """The most useful line of all: who says do not contact, and who does not say so."""
    saying = [lead for lead in leads if lead.lead.do_not_contact]
    silent = [lead for lead in leads if not lead.lead.do_not_contact]
    differs = bool(saying and silent)
    names = _names(leads)
    note = f"{_sayings(saying, names)} {_silences(silent, names)}" if differs else ""
    texts = tuple(_sentences(lead.lead.do_not_contact) for lead in leads)
    return Difference("do_not_contact", "Do not contact", texts, differs, important=differs, note=note)


def _names(leads: Sequence[FoundLead]) -> dict[int, str]:
    """What each is called in a sentence, by `id()`: its account; with its own id where an account has several."""
    of_account = Counter(lead.account.id for lead in leads)
    return {id(lead): lead.words if of_account[lead.account.id] > 1 else lead.account.name for lead in leads}


def _sayings(leads: Sequence[FoundLead], names: Mapping[int, str]) -> str:
    return " ".join(f"{names[id(lead)]} says: {_sentences(lead.lead.do_not_contact)}" for lead in leads)


def _silences(leads: Sequence[FoundLead], names: Mapping[int, str]) -> str:
    words = {True: "says “compliant”", False: "says there is no consent", None: "does not say so"}
    return " ".join(f"{names[id(lead)]} {words[lead.lead.consent_flag]}." for lead in leads)


def _compare_consent(leads: Sequence[FoundLead]) -> Difference:
    row = _row("consent", "Consent", leads, lambda found: _CONSENT_WORDS[found.lead.consent_flag], _consent_value)
    if not row.differs:
        return row
    names = _names(leads)
    note = " ".join(f"{names[id(lead)]}: {text}." for lead, text in zip(leads, row.texts, strict=True) if text)
    return Difference(row.key, row.label, row.texts, differs=True, important=True, note=note)


def _consent_value(found: FoundLead) -> bool | None:
    return found.lead.consent_flag


def _compare_texts(key: str, label: str, read: Callable[[Lead], str], leads: Sequence[FoundLead]) -> Difference:
    return _row(key, label, leads, lambda found: read(found.lead).strip(), lambda found: _plain(read(found.lead)))


def _compare_moments(
    key: str, label: str, read: Callable[[Lead], datetime | None], leads: Sequence[FoundLead]
) -> Difference:
    return _row(key, label, leads, lambda found: _moment_text(read(found.lead)), lambda found: read(found.lead))


def _moment_text(moment: datetime | None) -> str:
    if moment is None:
        return ""
    if moment.tzinfo is None:
        return f"{moment:%Y-%m-%d %H:%M} (zone not given)"
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _price_text(found: FoundLead) -> str:
    return "" if found.lead.price is None else f"{found.lead.price:,.2f}"


def _phones_text(found: FoundLead) -> str:
    return "; ".join(f"{phone.text} ({phone.label})" if phone.label else phone.text for phone in found.lead.phones)


def _emails_text(found: FoundLead) -> str:
    return "; ".join(email.text for email in found.lead.emails)


def _plain_phones(found: FoundLead) -> frozenset[str]:
    """In international form; digits as they are where it is no whole number, placeholders not at all."""
    pairs = zip(found.phones, found.lead.phones, strict=True)
    numbers = (number or re.sub(r"\D", "", phone.text) for number, phone in pairs)
    return frozenset(number for number in numbers if not is_placeholder_phone(number))


def _plain_name(found: FoundLead) -> tuple[str, ...]:
    """Accents, capitals and order do not make a name another one; a nickname does."""
    name = read_name(found.lead.name)
    return (*sorted(name.words), name.generation) if name.words else ()


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def _sentences(texts: Sequence[str]) -> str:
    return " ".join(text if text.endswith(".") else f"{text}." for text in texts)


def _validity_text(lead: Lead) -> str:
    words = {True: "valid", False: "not valid", None: ""}[lead.validity.is_valid]
    return ", ".join(text for text in (words, lead.validity.reason, lead.validity.return_status) if text)


_PLAIN_ROWS: Final[tuple[tuple[str, str, Callable[[Lead], str]], ...]] = (
    ("stage", "Stage", lambda lead: lead.stage),
    ("validity", "Validity", _validity_text),
    ("owner", "Owner", lambda lead: lead.owner),
    ("source", "Source", lambda lead: lead.source),
    ("campaign", "Campaign", lambda lead: lead.campaign),
)
_MOMENT_ROWS: Final[tuple[tuple[str, str, Callable[[Lead], datetime | None]], ...]] = (
    ("added", "Added", lambda lead: lead.added),
    ("updated", "Updated", lambda lead: lead.updated),
)
