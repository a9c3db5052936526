"""Checks list queries as strictly as LeadExec's page writes them (seed: the tables of leads and of pings)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, cast

from leaddesk.demo.leadexec_faults import Faults
from leaddesk.demo.leadexec_moments import read_moment

MOST_ROWS: Final = 1_000
USUAL_ROWS: Final = 100
"""What a query without `Take` gets; its need is left open on the page."""

_PING_KEYS: Final = frozenset({"StartDate", "EndDate", "SortOrder", "Skip", "Take"})
_LEAD_KEYS: Final = _PING_KEYS | {"Query", "SortFields", "Fields"}


class Refusal(Exception):
    """The request is wrong: an HTTP status and words."""

    def __init__(self, status: int, words: str) -> None:
        """`words` go into the answer."""
        super().__init__(words)
        self.status = status
        self.words = words


@dataclass(frozen=True, slots=True)
class ListRequest:
    """A checked query. Moments are in UTC; `query` is the filter as sent."""

    start: datetime
    end: datetime
    skip: int
    take: int
    is_descending: bool
    query: Mapping[str, Any] = field(default_factory=dict[str, Any])
    sort_fields: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


def read_json_object(body: bytes, content_type: str) -> dict[str, Any]:
    """The body as a JSON object.

    Raises:
        Refusal: it says that it is something else, or it is not a JSON object.
    """
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise Refusal(400, "The content type must be application/json.")
    try:
        decoded: object = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Refusal(400, "The body is not valid JSON.") from None
    if not isinstance(decoded, dict):
        raise Refusal(400, "The body must be a JSON object.")
    return cast("dict[str, Any]", decoded)


def read_lead_request(body: Mapping[str, Any], faults: Faults) -> ListRequest:
    """A lead query.

    Raises:
        Refusal: status 400, the first thing that is wrong.
    """
    _check_keys(body, _LEAD_KEYS)
    query = body.get("Query", {})
    if not isinstance(query, dict):
        raise Refusal(400, "Query must be an object.")
    filters = cast("dict[str, Any]", query)
    if faults.unknown_operators_refused:
        _check_operators(filters)
    return ListRequest(
        _read_date(body, "StartDate"),
        _read_date(body, "EndDate"),
        _read_skip(body),
        _read_take(body, faults),
        _read_lead_order(body, faults),
        filters,
        _read_names(body, "SortFields"),
        _read_names(body, "Fields"),
    )


def read_ping_request(body: Mapping[str, Any], faults: Faults) -> ListRequest:
    """A ping query.

    Raises:
        Refusal: status 400, the first thing that is wrong.
    """
    _check_keys(body, _PING_KEYS)
    order = body.get("SortOrder", "ASC")
    if order not in ("ASC", "DESC"):
        raise Refusal(400, 'SortOrder must be "ASC" or "DESC".')
    start, end = _read_date(body, "StartDate"), _read_date(body, "EndDate")
    return ListRequest(start, end, _read_skip(body), _read_take(body, faults), order == "DESC")


def _check_keys(body: Mapping[str, Any], known: frozenset[str]) -> None:
    for key in body:
        if key not in known:
            raise Refusal(400, f"Unknown member {key!r}; known are {', '.join(sorted(known))}.")


def _read_date(body: Mapping[str, Any], key: str) -> datetime:
    if key not in body:
        raise Refusal(400, f"{key} is required.")
    text = body[key]
    moment = read_moment(text) if isinstance(text, str) else None
    if moment is None:
        raise Refusal(400, f"{key} must be a date and time with a zone, like 2020-10-23T12:24:36Z.")
    return moment


def _read_skip(body: Mapping[str, Any]) -> int:
    skip = _read_integer(body, "Skip", 0)
    if skip < 0:
        raise Refusal(400, "Skip must not be negative.")
    return skip


def _read_take(body: Mapping[str, Any], faults: Faults) -> int:
    take = _read_integer(body, "Take", USUAL_ROWS)
    if not 1 <= take <= MOST_ROWS:
        raise Refusal(400, f"Take must be 1 to {MOST_ROWS}.")
    return take if faults.most_rows is None else min(take, faults.most_rows)


def _read_integer(body: Mapping[str, Any], key: str, default: int) -> int:
    value = body.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refusal(400, f"{key} must be a whole number.")
    return value


def _read_lead_order(body: Mapping[str, Any], faults: Faults) -> bool:
    """Whether descending. The page shows the number 0; the old interface and the pings take words."""
    order = body.get("SortOrder", 0 if not faults.number_order_refused else "ASC")
    is_number = isinstance(order, int) and not isinstance(order, bool)
    if is_number and order in (0, 1) and not faults.number_order_refused:
        return order == 1
    if order in ("ASC", "DESC") and not is_number and not faults.word_order_refused:
        return order == "DESC"
    raise Refusal(400, f"SortOrder {json.dumps(order)[:40]} is not accepted.")


def _read_names(body: Mapping[str, Any], key: str) -> tuple[str, ...]:
    names = body.get(key, [])
    if not isinstance(names, list):
        raise Refusal(400, f"{key} must be an array of names.")
    for name in cast("list[object]", names):
        if not isinstance(name, str) or not name.strip():
            raise Refusal(400, f"{key} holds something that is not a name.")
    return tuple(cast("list[str]", names))


def _check_operators(query: Mapping[str, Any]) -> None:
    for name, condition in query.items():
        inner = cast("dict[str, Any]", condition) if isinstance(condition, dict) else {}
        for operator in (name, *inner):
            if operator.startswith("$") and operator not in ("$gte", "$lte"):
                raise Refusal(400, f"Unknown operator {operator}.")


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)
