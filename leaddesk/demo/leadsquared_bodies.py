"""Reads bodies and queries as strictly as LeadSquared's pages write them: nothing unknown, nothing of another type."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import msgspec

from leaddesk.demo.leadsquared_refusal import MANDATORY_MISSING, BadRequest

USUAL_ROWS: Final = 10
"""What a request without `Paging` gets; the pages do not say."""


@dataclass(frozen=True, slots=True)
class Paging:
    """A page, 1-based, and its rows."""

    index: int
    size: int

    @property
    def start(self) -> int:
        """The place of its first row."""
        return (self.index - 1) * self.size


def read_body(body: bytes, content_type: str) -> Mapping[str, Any]:
    """The body as a JSON object.

    Raises:
        BadRequest: it says that it is something else, or it is not a JSON object.
    """
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise BadRequest("Content type must be application/json.")
    try:
        decoded: object = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BadRequest("The request contains malformed or unexpected JSON.") from None
    if not isinstance(decoded, dict):
        raise BadRequest("The request body must be a JSON object.")
    return cast("dict[str, Any]", decoded)


def check_members(holder: Mapping[str, Any], where: str, known: Collection[str]) -> None:
    """Refuse members that the page does not name, in exactly its letters."""
    unknown = [key for key in holder if key not in known]
    if unknown:
        raise BadRequest(f"{where} has unknown member(s) {', '.join(unknown)[:80]}; known are {', '.join(known)}.")


def read_member(holder: Mapping[str, Any], where: str, key: str, known: Collection[str]) -> Mapping[str, Any]:
    """A member that is an object with no other members than these; empty where it is left out."""
    inner = holder.get(key, {})
    if not isinstance(inner, dict):
        raise BadRequest(f"{where}.{key} must be an object.")
    members = cast("dict[str, Any]", inner)
    check_members(members, f"{where}.{key}", known)
    return members


def read_items(holder: Mapping[str, Any], where: str, key: str, known: Collection[str]) -> list[Mapping[str, Any]]:
    """A member that is a list of objects with no other members than these; empty where it is left out."""
    items = holder.get(key, [])
    if not isinstance(items, list):
        raise BadRequest(f"{where}.{key} must be a list.")
    return [
        read_member({f"{key}[{place}]": item}, where, f"{key}[{place}]", known)
        for place, item in enumerate(cast("list[object]", items))
    ]


def read_text(holder: Mapping[str, Any], where: str, key: str) -> str:
    """A member that is text and not empty."""
    text = holder.get(key)
    if text is None or text == "":
        raise BadRequest(f"{where}.{key} is mandatory.", MANDATORY_MISSING)
    if not isinstance(text, str):
        raise BadRequest(f"{where}.{key} must be text.")
    return text


def read_texts(holder: Mapping[str, Any], where: str, key: str) -> tuple[str, ...]:
    """A member that is a list of texts."""
    if key not in holder:
        raise BadRequest(f"{where}.{key} is mandatory.", MANDATORY_MISSING)
    texts = holder[key]
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in cast("list[object]", texts)):
        raise BadRequest(f"{where}.{key} must be a list of texts.")
    return tuple(cast("list[str]", texts))


def read_paging(body: Mapping[str, Any]) -> Paging:
    """`Paging` of a body: `PageIndex` counts from 1; it may be left out."""
    paging = read_member(body, "Body", "Paging", ("PageIndex", "PageSize"))
    return Paging(_read_positive(paging, "PageIndex", 1), _read_positive(paging, "PageSize", USUAL_ROWS))


def _read_positive(holder: Mapping[str, Any], key: str, default: int) -> int:
    value = holder.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise BadRequest(f"Paging.{key} must be a whole number from 1.")
    return value


def read_columns(text: str) -> tuple[str, ...]:
    """Column names between commas; blanks around them do not matter."""
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def read_query(query: Mapping[str, str], known: Collection[str]) -> Mapping[str, str]:
    """The query string by the names of the page, which it may write in any letter case; keys are not among them.

    Raises:
        BadRequest: it has something that the page does not name.
    """
    names = {name.lower(): name for name in known}
    read: dict[str, str] = {}
    for key, value in query.items():
        if key.lower() in ("accesskey", "secretkey"):
            continue
        if key.lower() not in names:
            raise BadRequest(f"Unknown query parameter {key[:40]!r}.")
        read[names[key.lower()]] = value
    return read
