"""Words and kinds for keys that no document names, guessed from the name and from the values seen under it.

The vendor's own kinds of field are text, phone, e-mail, money, percentage, numbers, yes/no, date, postal code,
state, dropdown and expressions; none of them is named in an answer, and a value may not fit its kind
(dossier section 3). A wrong guess loses nothing: a value that does not fit a kind is kept as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from leaddesk.domain.cell import Kind, is_year_one, parse_moment

_WORD: Final = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\d_]+")
_ACRONYMS: Final = frozenset({"id", "uid", "ip", "url", "tcpa", "ivr", "zip", "os", "ssn", "vin", "dob", "us", "utc"})
_ID_WORDS: Final = frozenset({"id", "uid", "guid", "code", "ssn", "vin", "ip"})
_ID_LAST_WORDS: Final = frozenset({"number", "num", "no"})
_PHONE_WORDS: Final = frozenset({"phone", "telephone", "fax", "cellphone"})
_PERHAPS_PHONE_WORDS: Final = frozenset({"cell", "mobile", "tel"})
_MONEY_WORDS: Final = frozenset(
    {"amount", "price", "cost", "income", "salary", "payment", "revenue", "balance", "debt", "budget"}
)
_SHARE_WORDS: Final = frozenset({"percent", "percentage", "rate", "ratio", "count"})
_NUMERIC_TEXT: Final = re.compile(r"-?(0|[1-9]\d{0,8})(\.\d{1,10})?")
_LONG_TEXT_CHARACTERS: Final = 200
_LONGEST_PLAIN_NUMBER: Final = 999_999_999
_MOSTLY: Final = 0.8
"""People type "not sure" into number fields: so many fitting values make the kind."""


def split_words(name: str) -> tuple[str, ...]:
    """`LoanAmount` and `loan_amount` as `("loan", "amount")`."""
    return tuple(word.lower() for word in _WORD.findall(name))


def guess_label(name: str) -> str:
    """`LoanAmount` as "Loan amount", `IPAddress` as "IP address"; a name without ASCII words stays as it is."""
    if not name.isascii():
        return name
    words = [word.upper() if word in _ACRONYMS else word for word in split_words(name)]
    if not words:
        return name
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def is_phone_name(name: str) -> bool:
    """Whether a field of this name holds a phone number by its name alone."""
    words = split_words(name)
    return "phone" in name.lower() or bool(_PHONE_WORDS.intersection(words))


def is_email_name(name: str) -> bool:
    """Whether a field of this name holds an e-mail address by its name alone."""
    return "email" in "".join(split_words(name))


def guess_kind(name: str, values: Iterable[Any]) -> Kind:
    """The kind of a key from its name and the values seen; null and empty values say nothing."""
    seen = [value for value in values if value is not None and value != ""]
    if any(isinstance(value, dict | list) for value in seen):
        return Kind.OBJECT
    if _are_mostly(seen, _is_yes_no):
        return Kind.YES_NO
    return _kind_by_name(name, seen) or _kind_by_values(name, seen)


def _kind_by_name(name: str, seen: list[Any]) -> Kind | None:
    words = split_words(name)
    if is_phone_name(name) or (_PERHAPS_PHONE_WORDS.intersection(words) and seen and all(map(_like_a_phone, seen))):
        return Kind.PHONE
    if is_email_name(name) and all(isinstance(value, str) for value in seen):
        return Kind.EMAIL
    if "zip" in name.lower() or "postal" in name.lower():
        return Kind.POSTAL_CODE
    if _ID_WORDS.intersection(words) or (words and words[-1] in _ID_LAST_WORDS) or name.lower().endswith("uid"):
        return Kind.IDENTIFIER
    return None


def _kind_by_values(name: str, seen: list[Any]) -> Kind:
    if not seen:
        return Kind.TEXT
    if any(map(_is_number, seen)) and _are_mostly(seen, lambda value: _is_number(value) or _is_numeric_text(value)):
        words = split_words(name)
        if _MONEY_WORDS.intersection(words) and not _SHARE_WORDS.intersection(words):
            return Kind.MONEY
        too_long = any(isinstance(value, int) and abs(value) > _LONGEST_PLAIN_NUMBER for value in seen)
        return Kind.IDENTIFIER if too_long else Kind.NUMBER
    texts = [value for value in seen if isinstance(value, str)]
    if len(texts) < len(seen):
        return Kind.TEXT
    if _are_mostly(texts, lambda text: is_year_one(text) or parse_moment_safely(text) is not None):
        return Kind.MOMENT
    if all(text.startswith(("http://", "https://")) for text in texts):
        return Kind.URL
    if any(len(text) > _LONG_TEXT_CHARACTERS or "\n" in text for text in texts):
        return Kind.LONG_TEXT
    return Kind.TEXT


def parse_moment_safely(text: str) -> Any:
    """`parse_moment`, with None also for a zone that cannot be (`+99:00`)."""
    try:
        return parse_moment(text)
    except ValueError:
        return None


def _are_mostly(values: list[Any], fits: Callable[[Any], bool]) -> bool:
    return bool(values) and sum(map(fits, values)) >= _MOSTLY * len(values)


def _is_yes_no(value: Any) -> bool:
    return isinstance(value, bool) or (isinstance(value, str) and value.lower() in {"true", "false", "yes", "no"})


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_numeric_text(value: Any) -> bool:
    return isinstance(value, str) and _NUMERIC_TEXT.fullmatch(value) is not None


def _like_a_phone(value: Any) -> bool:
    return not isinstance(value, bool) and len(re.sub(r"\D", "", str(value))) >= 7
