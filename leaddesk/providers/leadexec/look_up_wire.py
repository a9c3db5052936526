"""Looking one person up: which conditions to send, and which rows really match. Pure.

Only equality is relied on, with names as in the query document; a value must probably have the stored type, so a
phone is asked for as number and as text (dossier section 4). The rows are compared here again, because a condition
may be ignored in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from leaddesk.domain.lead import Lead
from leaddesk.phone_numbers import international
from leaddesk.providers.leadexec.lead_reading import read_lead
from leaddesk.providers.leadexec.section_rows import read_id

_LEAST_PHONE_DIGITS: Final = 7
_MOST_PHONE_DIGITS: Final = 15
_MOST_ID_DIGITS: Final = 18
_EXTENSION: Final = re.compile(r"(?i)\s*(?:ext(?:ension)?\.?|x|#)\s*[0-9]{1,6}\s*$")


@dataclass(frozen=True, slots=True)
class LookUp:
    """What to look for.

    Attributes:
        conditions: one `Query` after the other.
        matches: whether a row is one that was looked for.
        words: what is compared, for the person (`Phone, written in 6 ways`).
        not_compared: what else might hold it and is not searched; empty when nothing.
    """

    conditions: tuple[Mapping[str, Any], ...]
    matches: Callable[[Mapping[str, Any]], bool]
    words: str
    not_compared: str = ""


def build_look_up(kind: str, text: str) -> LookUp | str:
    """The look-up for `phone`, `email`, `id` or `name`; or the sentence that says why there is none."""
    builder = _BUILDERS.get(kind)
    if builder is None:
        return f"by {kind}: LeadExec is searched by id, phone, e-mail or name"
    return builder(text.strip())


def _look_up_id(text: str) -> LookUp | str:
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_ID_DIGITS and int(text)):
        return "by id: the id of a LeadExec lead is a whole number"
    wanted = str(int(text))
    return LookUp(({"UID": int(text)},), lambda row: read_id(row.get("UID")) == wanted, "the id (UID)")


def _look_up_email(text: str) -> LookUp | str:
    address = re.search(r"[^\s<>,;:]+@[^\s<>,;:]+", text)
    if address is None:
        return "by e-mail: this is no address"
    wanted = address[0].casefold()
    spellings = dict.fromkeys((address[0], address[0].lower()))
    return LookUp(
        tuple({"EmailAddress": spelling} for spelling in spellings),
        _lead_test(lambda lead: wanted in {email.text.casefold() for email in lead.emails}),
        f"EmailAddress{_ways(len(spellings))}",
        "e-mail fields of other names than EmailAddress, and addresses written in other capitals",
    )


def _look_up_phone(text: str) -> LookUp | str:
    known = international(text)
    number = known or _EXTENSION.sub("", text).strip()
    digits = re.sub(r"[^0-9]", "", number)
    if not _LEAST_PHONE_DIGITS <= len(digits) <= _MOST_PHONE_DIGITS:
        return "by phone: a phone number has 7 to 15 digits"
    national = digits[1:] if len(digits) == 11 and digits.startswith("1") else digits
    spellings = _phone_spellings(_EXTENSION.sub("", text).strip(), national)
    return LookUp(
        tuple({"Phone": spelling} for spelling in spellings),
        _lead_test(lambda lead: any(_same_phone(phone.text, national, known) for phone in lead.phones)),
        f"Phone{_ways(len(spellings))}",
        "phone fields of other names than Phone",
    )


def _phone_spellings(number: str, national: str) -> tuple[int | str, ...]:
    """As number and as text; a US or Canada number (10 digits) also as people write it."""
    found: dict[int | str, None] = {int(national): None, national: None}
    if len(national) == 10:
        area, exchange, line = national[:3], national[3:6], national[6:]
        for spelling in (f"{area}-{exchange}-{line}", f"({area}) {exchange}-{line}", f"+1{national}", f"1{national}"):
            found[spelling] = None
    else:
        found[f"+{national}"] = None
    if re.fullmatch(r"[0-9+()./ -]+", number):
        found[number] = None
    return tuple(found)


def _same_phone(text: str, national: str, known: str) -> bool:
    """By its digits, and where it holds more (an extension, a word) by the number in it."""
    digits = re.sub(r"\D", "", text)
    is_same = digits == national or (len(national) == 10 and digits == f"1{national}")
    return is_same or (bool(known) and len(digits) >= len(national) and international(text) == known)


def _look_up_name(text: str) -> LookUp | str:
    words = text.split()
    if not words:
        return "by name: there is none"
    conditions: list[dict[str, Any]] = []
    for spelling in dict.fromkeys((" ".join(words), " ".join(words).title())):
        conditions += _name_conditions(spelling.split())
    wanted = text.casefold().split()
    return LookUp(
        tuple(conditions),
        _lead_test(lambda lead: _same_name(lead.name, wanted)),
        "FirstName and LastName, as typed and with capital initials" if len(words) > 1 else "FirstName or LastName",
        "names written in other capitals, or with more words",
    )


def _name_conditions(words: list[str]) -> list[dict[str, Any]]:
    if len(words) == 1:
        return [{"LastName": words[0]}, {"FirstName": words[0]}]
    cuts = dict.fromkeys((1, len(words) - 1))
    return [{"FirstName": " ".join(words[:cut]), "LastName": " ".join(words[cut:])} for cut in cuts]


def _same_name(name: str, wanted: list[str]) -> bool:
    words = name.casefold().split()
    return words == wanted or (len(wanted) == 1 and wanted[0] in words)


def _lead_test(test: Callable[[Lead], bool]) -> Callable[[Mapping[str, Any]], bool]:
    return lambda row: test(read_lead(row))


def _ways(count: int) -> str:
    return f", written in {count} ways" if count > 1 else ""


_BUILDERS: Final[Mapping[str, Callable[[str], LookUp | str]]] = {
    "id": _look_up_id,
    "email": _look_up_email,
    "phone": _look_up_phone,
    "name": _look_up_name,
}
