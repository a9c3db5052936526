"""Looking one person up: which calls to make, and which of the leads that come really match.

Quick search looks through name, e-mail, phone, mobile, company, city and country; how many leads it gives at most is
not documented (dossier section 8b). So exact calls go with it where there are some, and every lead is compared here
again.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.provider import LookUpAsked, LookUpPart
from leaddesk.phone_numbers import is_same_number
from leaddesk.providers.leadsquared.columns import DEFAULT_FIELDS
from leaddesk.providers.leadsquared.endpoints import (
    LEAD_BY_EMAIL,
    LEAD_BY_ID,
    LEAD_BY_PHONE,
    LEADS_BY_CRITERION,
    QUICK_SEARCH,
    Endpoint,
)
from leaddesk.providers.leadsquared.json_values import is_guid, read_text
from leaddesk.providers.leadsquared.lead_reading import label_fields, read_lead
from leaddesk.providers.leadsquared.rows import read_id, read_row

_LEAST_PHONE_DIGITS: Final = 7
_NATIONAL_DIGITS: Final = 10
_TEN_DIGIT_COUNTRIES: Final = ("1", "91")
"""Country codes (North America, India) whose numbers have ten digits: these can be told from the number alone."""

_COUNTRY_CODE: Final = re.compile(r"\+(\d{1,3})[\s().-]+(.+)")
_BARE_PHONE: Final = re.compile(r"[0-9\s()+./-]+")
_BEYOND_QUICK_SEARCH: Final = (
    "leads beyond those that quick search gives at once: LeadSquared does not say how many that is"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One call of a look-up. `only_if_needed`: made only when nothing was found before it."""

    endpoint: Endpoint
    words: str
    params: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    body: Mapping[str, Any] | None = field(default=None, hash=False)
    only_if_needed: bool = False


@dataclass(frozen=True, slots=True)
class LookUp:
    """The calls, which rows match, and what may hold such a lead and is not searched."""

    steps: tuple[Step, ...]
    matches: Callable[[Mapping[str, Any]], bool]
    beyond: tuple[str, ...] = ()


Fetch = Callable[[Step], Awaitable[list[bytes]]]
"""Makes one call and gives the leads that came, each as it was sent."""


@dataclass(slots=True)
class Found:
    """What a look-up gathered: matching rows by id, and the parts that say what was searched."""

    sources: dict[str, bytes] = field(default_factory=dict[str, bytes])
    parts: list[LookUpPart] = field(default_factory=list[LookUpPart])

    def take(self, sources: Sequence[bytes], look_up: LookUp) -> None:
        """Keep what matches, each lead once."""
        for source in sources:
            row = read_row(source)
            if isinstance(row, dict) and look_up.matches(row):
                self.sources.setdefault(read_id(row).lower() or source.decode("latin-1"), source)


async def run_look_up(look_up: LookUp, fetch: Fetch) -> Found:
    """Make the calls one after the other. One that fails is named as not searched.

    Raises:
        LeaddeskError: not one could be made; the first error.
    """
    found = Found()
    errors: list[LeaddeskError] = []
    for step in look_up.steps:
        if step.only_if_needed and found.sources:
            continue
        try:
            found.take(await fetch(step), look_up)
        except LeaddeskError as error:
            errors.append(error)
            found.parts.append(LookUpPart(f"{step.words}: {error.what}", searched=False, failed=True))
            continue
        found.parts.append(LookUpPart(step.words, searched=True))
    if errors and len(errors) == len(found.parts):
        raise errors[0]
    found.parts += [LookUpPart(words, searched=False) for words in look_up.beyond]
    return found


def build_look_up(asked: LookUpAsked) -> LookUp | str:
    """The look-up for `phone`, `email`, `id` or `name`; or the sentence that says why there is none."""
    text = asked.text.strip()
    if asked.kind == "phone":
        return _look_up_phone(text, asked.phone)
    builder = {"email": _look_up_email, "id": _look_up_id, "name": _look_up_name}.get(asked.kind)
    return builder(text) if builder else f"by {asked.kind}: LeadSquared is searched by id, phone, e-mail or name"


def is_same_phone(stored: str, text: str, phone: str) -> bool:
    """Whether a lead's number is the one asked for (`text` as typed, `phone` in international form).

    Where one of them names no country, ten equal digits at the end count: an account in India keeps `+91-9000000000`
    for what a person types as `9000000000`.
    """
    if is_same_number(stored, phone or text):
        return True
    if stored.strip().startswith("+") and text.strip().startswith("+"):
        return False
    stored_digits, digits = re.sub(r"\D", "", stored), re.sub(r"\D", "", phone or text)
    if min(len(stored_digits), len(digits)) < _NATIONAL_DIGITS:
        return stored_digits == digits != ""
    return stored_digits[-_NATIONAL_DIGITS:] == digits[-_NATIONAL_DIGITS:]


def _look_up_id(text: str) -> LookUp | str:
    if is_guid(text):
        step = Step(LEAD_BY_ID, "the lead of this id", {"id": text})
        return LookUp((step,), lambda row: read_id(row).lower() == text.lower())
    if not re.fullmatch(r"[0-9]{1,18}", text):
        return "by id: LeadSquared’s ids are GUIDs or lead numbers"
    body = {
        "Parameter": {"LookupName": "ProspectAutoId", "LookupValue": text, "SqlOperator": "="},
        "Columns": {"Include_CSV": ",".join(DEFAULT_FIELDS)},
        "Paging": {"PageIndex": 1, "PageSize": 10},
    }
    step = Step(LEADS_BY_CRITERION, "the lead of this number (ProspectAutoId)", body=body)
    return LookUp((step,), lambda row: read_text(row.get("ProspectAutoId")).lstrip("0") == text.lstrip("0"))


def _look_up_email(text: str) -> LookUp | str:
    if "@" not in text:
        return "by e-mail: this is no address"
    wanted = text.casefold()
    return LookUp(
        (
            Step(LEAD_BY_EMAIL, "EmailAddress, by equality", {"emailaddress": text}),
            Step(QUICK_SEARCH, "quick search for the address", {"key": text}),
        ),
        lambda row: wanted in {email.text.casefold() for email in read_lead(row, label_fields(row, ())).emails},
        (_BEYOND_QUICK_SEARCH, "e-mail fields of the account’s own, which quick search does not look through"),
    )


def _look_up_phone(text: str, phone: str) -> LookUp | str:
    digits = re.sub(r"\D", "", phone or text)
    if len(digits) < _LEAST_PHONE_DIGITS:
        return "by phone: a phone number has 7 digits or more"
    country, national = _split_country(text, phone)
    typed = (re.sub(r"\D", "", text), text) if _BARE_PHONE.fullmatch(text) else ()
    steps = [
        Step(QUICK_SEARCH, f"quick search for {spelling}", {"key": spelling})
        for spelling in dict.fromkeys((national, *typed))
    ]
    if country:
        spelling = f"+{country}-{national}"
        steps.insert(0, Step(LEAD_BY_PHONE, f"Phone and Mobile, by equality with {spelling}", {"phone": spelling}))
    return LookUp(
        tuple(steps),
        lambda row: any(is_same_phone(item.text, text, phone) for item in read_lead(row, label_fields(row, ())).phones),
        (
            _BEYOND_QUICK_SEARCH,
            "phone fields of the account’s own, and numbers that are kept with other blanks or dashes within",
        ),
    )


def _split_country(text: str, phone: str) -> tuple[str, str]:
    """Country code and national number; the code is empty where it cannot be told."""
    digits = re.sub(r"\D", "", phone or text)
    for country in _TEN_DIGIT_COUNTRIES:
        if phone and digits.startswith(country) and len(digits) == len(country) + _NATIONAL_DIGITS:
            return country, digits[len(country) :]
    typed = _COUNTRY_CODE.fullmatch(text)
    if typed:
        return typed[1], re.sub(r"\D", "", typed[2]).lstrip("0")
    return "", digits


def _look_up_name(text: str) -> LookUp | str:
    wanted = text.casefold().split()
    if not wanted:
        return "by name: there is none"
    steps = [Step(QUICK_SEARCH, f"quick search for “{text}”", {"key": text})]
    if len(wanted) > 1:
        last = text.rsplit(maxsplit=1)[-1]
        steps.append(Step(QUICK_SEARCH, f"quick search for “{last}”", {"key": last}, only_if_needed=True))

    def matches(row: Mapping[str, Any]) -> bool:
        lead = read_lead(row, label_fields(row, ()))
        words = f"{lead.name} {read_text(row.get('Company'))}".casefold().split()
        return all(word in words for word in wanted)

    return LookUp(tuple(steps), matches, (_BEYOND_QUICK_SEARCH,))
