"""Which lists leads are on: asked for by up to 100 ids, answered in a shape that nobody documents (dossier section 5).

Tolerated are `[{memberID, listID}]`, `{memberID: [ids]}`, `[ids]` and `[]`. Bare list ids tell whose they are only
when one lead was asked for; where they come, each lead is asked for by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

import msgspec

from leaddesk.domain.cell import plain_text
from leaddesk.domain.page import Page, Position, Total
from leaddesk.domain.record import Record, RecordKind, decode_json
from leaddesk.domain.search import Query
from leaddesk.providers.sharpspring.access import Access, build_page
from leaddesk.providers.sharpspring.answers import RESULT_KEYS, Answer, no_rows
from leaddesk.providers.sharpspring.columns import MEMBERSHIP_COLUMNS
from leaddesk.providers.sharpspring.plain_values import id_of
from leaddesk.providers.sharpspring.rows import Rows
from leaddesk.providers.sharpspring.wire import ReadingMethod, write_id
from leaddesk.providers.sharpspring.wording import counted

MOST_IDS_PER_CALL: Final = 100
ONE_BY_ONE_NOTE: Final = "SharpSpring did not say whose the lists are, so each id was asked for by itself."

_MEMBER_KEYS: Final = ("memberID", "memberId", "leadID", "leadId")
_LIST_KEYS: Final = ("listID", "listId", "id")
_MOST_NAMED: Final = 20


@dataclass(slots=True)
class Membership:
    """One lead's lists, and the vendor's own rows about them."""

    list_ids: list[str] = field(default_factory=list[str])
    rows: list[Any] = field(default_factory=list[Any])


Memberships = dict[str, Membership]
"""By the lead's id."""


class ListMemberships:
    """Asks for the lists of leads; remembers whether the answers say whose the lists are."""

    def __init__(self) -> None:
        """The documented way is tried first."""
        self.is_one_by_one = False

    async def fetch(self, access: Access, ids: Sequence[str]) -> tuple[Memberships, Answer]:
        """The lists of these leads, at most 100 a call. Leads about which nothing came are missing from it.

        Raises:
            The errors of `Calls.send`; AnswerNotUnderstood for a shape that is none of those tolerated.
        """
        found: Memberships = {}
        place = 0
        while True:
            size = 1 if self.is_one_by_one else MOST_IDS_PER_CALL
            asked = ids[place : place + size]
            params = {"memberIDs": [write_id(one) for one in asked]}
            answer = await access.calls.send(ReadingMethod.GET_LEAD_LIST_MEMBERSHIPS, params)
            read = read_memberships(answer.result, asked)
            if read is None:
                self.is_one_by_one = True
                continue
            found |= read
            place += len(asked)
            if place >= len(ids):
                return found, answer


async def fetch_memberships(access: Access, lists: ListMemberships, query: Query, start: Position) -> Page:
    """A page of leads with their lists: one record for each id about which something came; the others are named."""
    ids: tuple[str, ...] = query.values["memberIDs"]
    asked = ids[start.offset : start.offset + query.page_size]
    found, answer = await lists.fetch(access, asked)
    rows = Rows(
        [_build_record(query, start.offset + n, one, found[one]) for n, one in enumerate(asked) if one in found]
    )
    missing = [one for one in asked if one not in found]
    notes = (*((ONE_BY_ONE_NOTE,) if lists.is_one_by_one else ()), *_say_missing(missing))
    end = start.offset + len(asked)
    is_whole = start.offset == 0 and end >= len(ids)
    page = build_page(
        access,
        query,
        start,
        answer,
        rows,
        following=Position(end) if end < len(ids) else None,
        columns=MEMBERSHIP_COLUMNS,
        notes=notes,
    )
    # Places count ids, and not each of them has a row: how many rows there will be is not known before the end.
    return page if is_whole else replace(page, total=Total.unknown())


def read_memberships(result: bytes, asked: Sequence[str]) -> Memberships | None:
    """The lists by lead; None when list ids came and nobody can say whose they are.

    Raises:
        AnswerNotUnderstood: another shape.
    """
    value = _unwrap(decode_json(result))
    if value is None or value in ([], {}, ""):
        return {}
    if isinstance(value, dict):
        return _read_map(cast("dict[str, Any]", value), asked)
    if not isinstance(value, list):
        raise no_rows(ReadingMethod.GET_LEAD_LIST_MEMBERSHIPS)
    items = cast("list[Any]", value)
    if all(isinstance(item, dict) for item in items):
        return _read_rows(cast("list[dict[str, Any]]", items), asked)
    if any(isinstance(item, dict | list) for item in items):
        raise no_rows(ReadingMethod.GET_LEAD_LIST_MEMBERSHIPS)
    return {asked[0]: Membership([plain_text(item) for item in items], items)} if len(asked) == 1 else None


def _unwrap(value: Any) -> Any:
    """What stands under the documented key, or under the only key that is no lead's id."""
    if not isinstance(value, dict):
        return value
    members = cast("dict[str, Any]", value)
    for key in RESULT_KEYS[ReadingMethod.GET_LEAD_LIST_MEMBERSHIPS]:
        if key in members:
            return members[key]
    nested: list[Any] = [item for key, item in members.items() if _is_nested(item) and not key.isdigit()]
    return nested[0] if len(nested) == 1 else members


def _is_nested(value: Any) -> bool:
    return isinstance(value, dict | list)


def _read_map(members: dict[str, Any], asked: Sequence[str]) -> Memberships:
    by_id = _by_bare_id(asked)
    found: Memberships = {}
    for member_id, lists in members.items():
        asked_id = by_id.get(member_id.lstrip("0"))
        if asked_id is None or not (lists is None or _is_nested(lists)):
            raise no_rows(ReadingMethod.GET_LEAD_LIST_MEMBERSHIPS)
        if lists is not None:
            inner: Any = list(cast("dict[str, Any]", lists).values()) if isinstance(lists, dict) else lists
            items = cast("list[Any]", inner)
            found[asked_id] = Membership([_list_id(item) for item in items], items)
    return found


def _read_rows(items: Sequence[dict[str, Any]], asked: Sequence[str]) -> Memberships | None:
    by_id = _by_bare_id(asked)
    found: Memberships = {}
    for item in items:
        member_id = next((text for key in _MEMBER_KEYS if (text := id_of(item, key))), "")
        if not member_id and len(asked) > 1:
            return None
        asked_id = by_id.get(member_id.lstrip("0")) if member_id else asked[0]
        if asked_id is None:
            continue  # of somebody who was not asked for
        membership = found.setdefault(asked_id, Membership())
        lists = item.get("listIDs", item.get("lists"))
        if isinstance(lists, list):
            membership.list_ids += [_list_id(one) for one in cast("list[Any]", lists)]
        elif _list_id(item):
            membership.list_ids.append(_list_id(item))
        membership.rows.append(item)
    return found


def _by_bare_id(asked: Sequence[str]) -> dict[str, str]:
    """Ids as they were asked for, by their digits without leading zeros."""
    return {one.lstrip("0"): one for one in asked}


def _list_id(item: Any) -> str:
    if isinstance(item, dict):
        values = cast("dict[str, Any]", item)
        return next((text for key in _LIST_KEYS if (text := id_of(values, key))), "")
    return plain_text(item)


def _build_record(query: Query, position: int, member_id: str, membership: Membership) -> Record:
    values = {"memberID": member_id, "listIDs": membership.list_ids, "rows": membership.rows}
    source = msgspec.json.encode(values)
    return Record(query.account_id, query.provider, RecordKind.MEMBERSHIP, member_id, source, position)


def _say_missing(missing: Sequence[str]) -> tuple[str, ...]:
    if not missing:
        return ()
    named = ", ".join(missing[:_MOST_NAMED])
    more = f" and {len(missing) - _MOST_NAMED:,} more" if len(missing) > _MOST_NAMED else ""
    ids = counted(len(missing), "id")
    return (f"SharpSpring told no list for {ids} ({named}{more}): such a lead is on no list, or there is none.",)
