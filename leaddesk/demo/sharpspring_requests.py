"""Checks calls as strictly as SharpSpring's documents write them (seed; dossier, sections 1, 3 and 5)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, Final, cast

from leaddesk.demo.sharpspring_moments import is_in_form, read_moment

USUAL_ROWS: Final = 500
"""What a list without `limit` gets, and the most that a list holds."""

_MEMBERS: Final = ("method", "params", "id")


class Refusal(Exception):
    """The call is wrong: a code of the vendor and words; `data` goes along with them."""

    def __init__(self, code: int, words: str, data: Sequence[str] = ()) -> None:
        """`words` go into the answer."""
        super().__init__(words)
        self.code = code
        self.words = words
        self.data = list(data)


class Overloaded(Exception):
    """More was asked for than the server bears: a web page comes instead of an answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A call whose outside is right. `id` is as it came."""

    method: str
    params: Mapping[str, Any] = field(repr=False)
    id: str | int


@dataclass(frozen=True, slots=True)
class Slice:
    """Which rows of a list are asked for. `limit` is None when it was left out."""

    limit: int | None
    offset: int


def read_call(decoded: object, content_type: str) -> Asked:
    """The call in a decoded body, None when it was no JSON.

    Raises:
        Refusal: codes 101, 102, 201 and 202.
    """
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise Refusal(101, "Invalid request data format: the content type must be application/json.")
    if not isinstance(decoded, dict):
        raise Refusal(101, "Invalid request data format: the body must be a JSON object.")
    body = cast("dict[str, Any]", decoded)
    for name in body:
        if name not in _MEMBERS:
            raise Refusal(101, f"Invalid request data format: unknown member {name}.", _MEMBERS)
    if not _is_id(body.get("id")):
        raise Refusal(102, "Request ID missing.")
    method = body.get("method")
    if not isinstance(method, str) or not method:
        raise Refusal(201, "Method missing.")
    if "params" not in body:
        raise Refusal(202, "Parameters missing.")
    return Asked(method, _read_map(body["params"], "params"), body["id"])


def decode(body: bytes) -> object:
    """The body as JSON, None when it is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def find_id(decoded: object) -> str | int | None:
    """The id to echo, even when the call is wrong."""
    found = cast("dict[str, object]", decoded).get("id") if isinstance(decoded, dict) else None
    return cast("str | int", found) if _is_id(found) else None


def check_params(params: Mapping[str, Any], required: Sequence[str], optional: Sequence[str] = ()) -> None:
    """Refuse a parameter that the method does not know (205), and one that is missing (206)."""
    known = (*required, *optional)
    for name in params:
        if name not in known:
            raise Refusal(205, f"Invalid parameters: {name} is unknown.", known)
    for name in required:
        if name not in params:
            raise Refusal(206, f"Missing parameters: {name}.", known)


def read_where(params: Mapping[str, Any]) -> dict[str, Any]:
    """`where`, which may be empty but not left out; PHP clients send `[]` for an empty one.

    Raises:
        Refusal: code 205 or 206.
    """
    if "where" not in params:
        raise Refusal(206, "Missing parameters: where.")
    return dict(_read_map(params["where"], "where"))


def read_slice(params: Mapping[str, Any]) -> Slice:
    """`limit` and `offset`, whole numbers.

    Raises:
        Refusal: code 205.
    """
    limit, offset = params.get("limit"), params.get("offset", 0)
    if limit is not None and not (_is_number(limit) and limit > 0):
        raise Refusal(205, "Invalid parameters: limit must be a whole number above 0.")
    if not _is_number(offset) or offset < 0:
        raise Refusal(205, "Invalid parameters: offset must be a whole number from 0.")
    return Slice(limit, offset)


def read_fields(params: Mapping[str, Any]) -> tuple[str, ...]:
    """`fields`, a list of system names; empty when all are wanted.

    Raises:
        Refusal: code 205.
    """
    names = params.get("fields", [])
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in cast("list[object]", names)):
        raise Refusal(205, "Invalid parameters: fields must be a list of system names.")
    return tuple(cast("list[str]", names))


def read_id(value: object, name: str, code: int = 205) -> int:
    """An id: a number, or text of digits.

    Raises:
        Refusal: with this code.
    """
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 18:
        return int(value)
    if _is_number(value) and cast("int", value) > 0:
        return cast("int", value)
    raise Refusal(code, f"{name} must be a number.")


def read_values(where: Mapping[str, Any], name: str) -> list[Any]:
    """A condition's values: one, or a list that is not empty.

    Raises:
        Refusal: code 205.
    """
    value: object = where[name]
    values = cast("list[Any]", value) if isinstance(value, list) else [value]
    if not values or any(isinstance(item, list | dict) or item is None for item in values):
        raise Refusal(205, f"Invalid parameters: {name} must be one value or a list of values.")
    return values


def read_timestamp(value: object, name: str, zone: tzinfo, other_form_code: int) -> datetime:
    """A moment in the form `Y-m-d H:i:s`.

    Raises:
        Refusal: `other_form_code` for another form, 217 for a day that does not exist.
    """
    if not isinstance(value, str) or not is_in_form(value):
        raise Refusal(other_form_code, f"Invalid parameters: {name} must be in Y-m-d H:i:s format.")
    moment = read_moment(value, zone)
    if moment is None:
        raise Refusal(217, f"Incorrect parameter value: {name} is no date.")
    return moment


def _read_map(value: object, name: str) -> Mapping[str, Any]:
    if value == []:
        return {}
    if not isinstance(value, dict):
        raise Refusal(205, f"Invalid parameters: {name} must be an object.")
    return cast("dict[str, Any]", value)


def _is_id(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
