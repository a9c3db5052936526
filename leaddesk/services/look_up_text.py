"""What was typed or pasted for a look-up: what it is taken for, and what is asked of the accounts."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum
from typing import Final

from leaddesk.domain.errors import FieldProblem, InvalidInput
from leaddesk.domain.provider import LOOK_UP_DAYS, LookUpAsked
from leaddesk.phone_numbers import international


class LookUpKind(StrEnum):
    """What a text is taken for."""

    PHONE = "phone"
    EMAIL = "email"
    ID = "id"
    NAME = "name"


KIND_TITLES: Final = {
    LookUpKind.PHONE: "phone number",
    LookUpKind.EMAIL: "e-mail address",
    LookUpKind.ID: "id",
    LookUpKind.NAME: "name",
}
"""What a person reads in the box and its menu."""

_ADDRESS: Final = re.compile(r"[^\s<>,;:\"'()\[\]]+@[^\s<>,;:\"'()\[\]]+")
_VENDOR_ID: Final = re.compile(r"[0-9A-Fa-f]{24}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_ID_WITH_LABEL: Final = re.compile(r"(?i)\s*(?:(?:lead|prospect)?\s*u?id|lead|prospect|no\.?|#)[\s:#.=]*(?=\d)(\S+)\s*")
_AROUND_ID: Final = " \t\r\n#{}\"'“”"
_SHOWN_CHARACTERS: Final = 60


def recognise(text: str) -> LookUpKind:
    """What the text most likely is.

    An address makes it an e-mail; what a vendor uses as an id (a GUID, 24 hexadecimal digits, a number after
    “id” or “#”) an id; a number that could be dialled, with any junk around it, a phone; other bare numbers an id;
    all else a name.

    Raises:
        InvalidInput: there is nothing to look up.
    """
    stripped = text.strip()
    if not stripped:
        raise InvalidInput((FieldProblem("text", "type a phone, an e-mail, a name or an id"),))
    if re.search(r"\S@\S", stripped):
        return LookUpKind.EMAIL
    if _VENDOR_ID.fullmatch(stripped.strip(_AROUND_ID)) or _ID_WITH_LABEL.fullmatch(stripped):
        return LookUpKind.ID
    has_letters = re.search(r"[^\W\d_]", stripped) is not None
    digits = re.sub(r"\D", "", stripped)
    if (len(digits) >= 10 or stripped.startswith("+")) and international(stripped):
        return LookUpKind.PHONE
    return LookUpKind.ID if digits and not has_letters else LookUpKind.NAME


def build_asked(text: str, kind: LookUpKind | None = None, *, days: int = LOOK_UP_DAYS) -> LookUpAsked:
    """What is asked of every account. `kind` is what the person insists on; left out, it is recognised.

    The junk around it is taken off: `Ada <ada@example.com>` asks for `ada@example.com`, `#90210001` for `90210001`.
    A phone keeps its text as typed and has its international form beside it.

    Raises:
        InvalidInput: nothing to look up; no number that could be dialled, or no address, where one is insisted on.
    """
    recognised = recognise(text)
    kind = kind or recognised
    asked = LookUpAsked(kind.value, " ".join(text.split()), days=days)
    if kind is LookUpKind.PHONE:
        return replace(asked, phone=_read_phone(asked.text))
    if kind is LookUpKind.EMAIL:
        return replace(asked, text=_read_address(asked.text))
    return replace(asked, text=_read_id(asked.text)) if kind is LookUpKind.ID else asked


def asked_words(asked: LookUpAsked) -> str:
    """What is really looked for: `+17755550134`, `ada@example.com`, `Ada Lovelace`."""
    return asked.phone or asked.text


def _read_phone(text: str) -> str:
    phone = international(text)
    if not phone:
        words = f"this is no phone number that could be dialled: {_shown(text)}"
        raise InvalidInput((FieldProblem("text", f"{words}; search for it as an id or a name instead"),))
    return phone


def _read_address(text: str) -> str:
    match = _ADDRESS.search(text.replace("mailto:", " "))
    if match is None:
        words = f"this is no e-mail address: {_shown(text)}"
        raise InvalidInput((FieldProblem("text", f"{words}; search for it as a name or an id instead"),))
    return match[0].strip(".")


def _read_id(text: str) -> str:
    labelled = _ID_WITH_LABEL.fullmatch(text)
    return (labelled[1] if labelled else text).strip(_AROUND_ID)


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"
