"""What one value of a vendor's record means: reading a raw JSON value by its declared kind.

Vendors change types from row to row (a phone as a number here and as text there, `"True"` beside `true`,
year 1 for "no date"). Everything that shows, sorts or writes a value goes through `read_cell`, so that all
of them agree.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any, Final


class Kind(StrEnum):
    """How a value is to be read, shown, sorted and written."""

    TEXT = "text"
    LONG_TEXT = "long text"
    IDENTIFIER = "identifier"  # digits kept as text
    PHONE = "phone"
    EMAIL = "e-mail"
    POSTAL_CODE = "postal code"
    URL = "address of a page"
    INTEGER = "whole number"
    NUMBER = "number"
    MONEY = "money"
    YES_NO = "yes or no"
    MOMENT = "date and time"
    OBJECT = "nested"  # list or object, shown as compact JSON


class NotSent(Enum):
    """Marks a key that the vendor did not send at all, to be told apart from empty and from null."""

    NOT_SENT = "not sent"

    def __repr__(self) -> str:
        return "NOT_SENT"


NOT_SENT: Final = NotSent.NOT_SENT

CellValue = str | int | float | bool | datetime | None | NotSent
"""What `read_cell` gives. None means sent as null, or a vendor's way of writing "no date".

A text given for a number, yes/no or moment kind is text that does not fit the kind; it is kept as sent."""

TEXT_KINDS: Final = frozenset(
    {Kind.TEXT, Kind.LONG_TEXT, Kind.IDENTIFIER, Kind.PHONE, Kind.EMAIL, Kind.POSTAL_CODE, Kind.URL}
)

_ISO_MOMENT: Final = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)


def read_cell(raw: Any, kind: Kind) -> CellValue:
    """Read one raw JSON value by its declared kind; what does not fit is kept as text, never dropped."""
    if raw is NOT_SENT or raw is None:
        return raw
    if isinstance(raw, dict | list):
        return compact_json(raw)
    if kind in TEXT_KINDS:
        return plain_text(raw)
    if kind is Kind.MOMENT:
        return _read_moment(raw)
    if kind is Kind.YES_NO:
        return _read_yes_no(raw)
    if kind is Kind.OBJECT:
        return plain_text(raw)
    return _read_number(raw, whole=kind is Kind.INTEGER)


def plain_text(raw: Any) -> str:
    """Any JSON value as text without losing a digit: no exponent, no thousands separators, no trailing `.0`."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, float):
        if raw.is_integer():
            return str(int(raw))
        return format(Decimal(repr(raw)), "f") if math.isfinite(raw) else repr(raw)
    if raw is None:
        return ""
    if isinstance(raw, dict | list):
        return compact_json(raw)
    return str(raw)


def compact_json(raw: Any) -> str:
    """A nested value on one line."""
    import json  # late: columns, which the window's first look needs, come through this module

    return json.dumps(raw, ensure_ascii=False, separators=(", ", ": "))


def parse_moment(text: str) -> datetime | None:
    """Parse an ISO 8601 date-time with 0 to 9 fractional digits.

    Returns an aware datetime when the text names a zone, else a naive one; None when the text is not a
    date, and None for year 1, which .NET systems write for "no date".
    """
    match = _ISO_MOMENT.fullmatch(text.strip())
    if match is None or match[1] == "0001":
        return None
    try:
        moment = datetime(  # noqa: DTZ001 - the zone is set below when the text names one
            int(match[1]), int(match[2]), int(match[3]),
            int(match[4] or 0), int(match[5] or 0), int(match[6] or 0),
            int((match[7] or "0")[:6].ljust(6, "0")),
        )  # fmt: skip
    except ValueError:
        return None
    zone = match[8]
    if zone is None:
        return moment
    if zone == "Z":
        return moment.replace(tzinfo=UTC)
    try:
        return moment.replace(tzinfo=datetime.strptime(zone.replace(":", ""), "%z").tzinfo)
    except ValueError:
        return None


def is_year_one(text: str) -> bool:
    """Whether this is the .NET way of writing "no date" (`0001-01-01T00:00:00Z`)."""
    return text.strip().startswith("0001-01-01")


def _read_moment(raw: Any) -> CellValue:
    text = plain_text(raw)
    if is_year_one(text):
        return None
    moment = parse_moment(text)
    return text if moment is None else moment


def _read_yes_no(raw: Any) -> CellValue:
    if isinstance(raw, bool):
        return raw
    word = plain_text(raw).strip().lower()
    if word in {"true", "yes", "1"}:
        return True
    if word in {"false", "no", "0"}:
        return False
    return plain_text(raw)


def _read_number(raw: Any, *, whole: bool) -> CellValue:
    if isinstance(raw, bool):
        return plain_text(raw)
    if isinstance(raw, int):
        return raw
    if isinstance(raw, float):
        return int(raw) if whole and raw.is_integer() else raw
    text = plain_text(raw)
    if re.fullmatch(r"-?(0|[1-9]\d{0,14})", text):
        return int(text)
    if not whole and re.fullmatch(r"-?(0|[1-9]\d{0,14})\.\d{1,10}", text):
        return float(text)
    return text
