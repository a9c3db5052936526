"""How the pane words values: phones, durations, money, what was not sent. Pure; no Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Final
from urllib.parse import urlsplit

import msgspec

from leaddesk.domain.cell import NOT_SENT, Kind, is_year_one, plain_text
from leaddesk.domain.cell_words import full_text
from leaddesk.domain.consent import ConsentState
from leaddesk.domain.record_detail import FieldValue
from leaddesk.ui.cell_text import EMPTY_WORDS, NOT_SENT_WORDS, moment_text, one_line

NULL_WORDS: Final = "null"
NO_DATE_WORDS: Final = "empty (no date)"
NOT_GIVEN_WORDS: Final = "not given"
NOT_SAID_WORDS: Final = "not said"
MOST_SHOWN_CHARACTERS: Final = 1_000_000
LONGEST_SHOWN_LINE: Final = 10_000

_NORTH_AMERICAN: Final = re.compile(r"(?:\+?1)?([2-9]\d\d)([2-9]\d\d)(\d{4})")
_NORTH_AMERICA: Final = frozenset({"", "us", "usa", "united states", "united states of america", "ca", "can", "canada"})


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value in words.

    Attributes:
        text: one line for a cell.
        full: the whole value, what is copied; empty when there is none.
        muted: `text` is leaddesk's word for a missing value, not data.
        note: what the tool tip adds.
    """

    text: str
    full: str = ""
    muted: bool = False
    note: str = ""


def shown_value(value: FieldValue, zone: tzinfo) -> ShownValue:
    """A field's value in words; not sent, null, empty and "no date" are told apart."""
    raw = value.raw
    if raw is NOT_SENT:
        return ShownValue(NOT_SENT_WORDS, muted=True, note="The vendor did not send this field.")
    if raw is None:
        return ShownValue(NULL_WORDS, muted=True, note="The vendor sent the field with null: no value.")
    sent = plain_text(raw)
    if not sent.strip():
        note = "The vendor sent the field with an empty text." if not sent else "The vendor sent blanks only."
        return ShownValue(EMPTY_WORDS, muted=True, note=note)
    cell = value.cell
    if cell is None:
        words = NO_DATE_WORDS if is_year_one(sent) else EMPTY_WORDS
        return ShownValue(words, muted=True, note=f"Sent as {sent}, which stands for no date.")
    if isinstance(cell, datetime):
        return _shown_moment(cell, sent, zone)
    full = full_text(cell, value.kind, zone)
    nice = phone_text(full) if value.kind is Kind.PHONE else full
    return ShownValue(one_line(nice), full, note=sent_words(full) if nice != full else "")


def _shown_moment(moment: datetime, sent: str, zone: tzinfo) -> ShownValue:
    text = moment_text(moment, zone, named=True)
    return ShownValue(text, text, note=f"{utc_text(moment)}\n{sent_words(sent)}")


def sent_words(sent: str) -> str:
    """Says how a value came that is shown in another form."""
    return f"Sent as {sent}"


def utc_text(moment: datetime) -> str:
    """The exact moment in UTC, or as it was sent when it names no zone."""
    return moment_text(moment, UTC, named=True)


def phone_text(sent: str, country: str = "") -> str:
    """`(415) 555-0134` for ten digits that can only be a US or Canadian number, else the text as it was sent."""
    match = _NORTH_AMERICAN.fullmatch(sent.strip())
    if match is None or country.strip().lower() not in _NORTH_AMERICA:
        return sent
    return f"({match[1]}) {match[2]}-{match[3]}"


def is_placeholder_phone(sent: str) -> bool:
    """Whether this stands for no number: nothing but zeros."""
    return re.fullmatch(r"[\s0+().\-]*0[\s0+().\-]*", sent) is not None


def duration_text(seconds: float | None) -> str:
    """`2 min 05 s`, `1 h 03 min`; empty when not known."""
    if seconds is None:
        return ""
    if seconds < 0 or seconds >= 1e9:
        return f"{seconds:.0f} s"
    if seconds < 60:
        return f"{seconds:.1f}".removesuffix(".0") + " s"
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours:,} h {minutes:02d} min"


def money_text(amount: float | None, missing: str = NOT_SAID_WORDS) -> str:
    """`1,234.50`; the vendor names no currency."""
    return missing if amount is None else full_text(amount, Kind.MONEY, UTC)


def yes_no_text(answer: bool | None) -> str:  # noqa: FBT001 - the value itself is what is worded
    """`yes`, `no` or `not said`."""
    return NOT_SAID_WORDS if answer is None else "yes" if answer else "no"


def answer_icon(answer: bool | None) -> str:  # noqa: FBT001 - the value itself is what is pictured
    """The icon that goes with the word."""
    return "help" if answer is None else "check" if answer else "cancel"


CONSENT_WORDS: Final = {
    ConsentState.GIVEN: ("good", "✓ Consent given"),
    ConsentState.NOT_GIVEN: ("bad", "✕ Consent not given"),
    ConsentState.NOT_KNOWN: ("unknown", "? Consent not known"),
}
"""Tone and words of the badge, by state."""


def raw_json_text(source: bytes) -> str:
    """The vendor's object indented; every digit and escape stays as it came.

    What cannot be indented that way (`NaN`, which is no JSON) is shown as it came.
    """
    try:
        return msgspec.json.format(source, indent=2).decode("utf-8", "replace")
    except (msgspec.DecodeError, RecursionError):
        return source.decode("utf-8", "replace")


def cut_text(text: str) -> tuple[str, str]:
    """The text as far as it is shown, and a sentence that says so when that is not all of it."""
    if len(text) <= MOST_SHOWN_CHARACTERS:
        return text, ""
    words = f"This text is long: the first {MOST_SHOWN_CHARACTERS:,} of {len(text):,} characters are shown."
    return text[:MOST_SHOWN_CHARACTERS], words


def break_lines(text: str) -> tuple[str, str]:
    """The text with its endless lines broken, and a sentence that says so when there were any.

    Laying out one word of a million characters would hold the window up for most of a minute.
    """
    lines = text.split("\n")
    if all(len(line) <= LONGEST_SHOWN_LINE for line in lines):
        return text, ""
    shown = (
        line[start : start + LONGEST_SHOWN_LINE]
        for line in lines
        for start in range(0, max(1, len(line)), LONGEST_SHOWN_LINE)
    )
    words = f"Lines over {LONGEST_SHOWN_LINE:,} characters are broken here; copying all keeps them whole."
    return "\n".join(shown), words


def openable_url(text: str) -> bool:
    """Whether this is a plain web address (http or https) that a browser may be handed on request."""
    if text != text.strip() or not text.isprintable() or " " in text or "\\" in text:
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False
