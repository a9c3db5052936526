"""Reads the parameters of `GET /v1.0/leads` as strictly as Lofty documents them (seed; dossier, sections 3 and 4)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, cast

from starlette.datastructures import QueryParams

from leaddesk.demo.dice import Item
from leaddesk.demo.lofty_errors import refuse
from leaddesk.demo.lofty_faults import LoftyFaults, Separator
from leaddesk.demo.lofty_team import GROUPS, SEGMENTS, STAGES, TAGS, UNUSED_TAG
from leaddesk.demo.wordlists import SOURCES

MOST_LEADS: Final = 100
USUAL_LEADS: Final = 25
SORT_VALUES: Final = (
    "Default", "LastContact", "LastCall", "LastEmail", "LastActivity", "CreateTime", "Inquries", "DeleteTime",
    "AssignTime", "Score", "Activity", "Communication", "HasDrip", "HasAlert", "Task", "Lender", "ActivitySearch",
    "ActivityViews", "ActivityFavorites", "DripStatus", "DripOpenRate", "AlertFrequency", "AlertOpenRate", "SCOREV2",
    "SmartPlanStatus",
)  # fmt: skip
"""As the document spells them."""

_WHOLE_NUMBER: Final = re.compile(r"-?\d{1,18}")


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """What leads are asked for, and their order. Empty, None and False say that nothing is asked.

    `roles` holds a role's name and the ids of users of whom one must have it.
    """

    stages: tuple[str, ...] = ()
    source: str = ""
    phone: str = ""
    email: str = ""
    is_precise: bool = True
    assigned_user_id: int | None = None
    contacted: bool | None = None
    groups: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    all_tags: tuple[str, ...] = ()
    any_tags: tuple[str, ...] = ()
    group_ids: tuple[int, ...] = ()
    with_sub_groups: bool = False
    languages: tuple[str, ...] = ()
    roles: tuple[tuple[str, tuple[int, ...]], ...] = ()
    key: str = ""
    key_matches_start_only: bool = False
    sort: str = ""
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class LeadRequest:
    """A checked request for a page. `scroll_id` is empty when the page is named by its offset."""

    filter: LeadFilter
    limit: int
    offset: int
    has_offset: bool
    scroll_id: str


class Parameters:
    """The query of a request, its values read one by one; raises Refusal for one that is wrong."""

    def __init__(self, query: QueryParams, faults: LoftyFaults | None = None) -> None:
        """`faults` may hide parameters and say how lists are separated."""
        self._query = query
        self._faults = faults or LoftyFaults()

    def has(self, name: str) -> bool:
        """Whether it stands there with a value."""
        return bool(self.text(name))

    def text(self, name: str) -> str:
        """The value; empty when left out. Of a repeated parameter the first."""
        values = [] if name in self._faults.ignored_parameters else self._query.getlist(name)
        return values[0] if values else ""

    def names(self, name: str) -> tuple[str, ...]:
        """A list of names."""
        if self._faults.list_separator is Separator.COMMA:
            values = self.text(name).split(",")
        else:
            values = self._query.getlist(name) if self.has(name) else []
        return tuple(value.strip() for value in values if value.strip())

    def number(self, name: str, default: int) -> int:
        """A whole number."""
        return self._read(name, self.text(name), _read_number) if self.has(name) else default

    def numbers(self, name: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        return tuple(self._read(name, value, _read_number) for value in self.names(name))

    def yes_no(self, name: str) -> bool | None:
        """`true` or `false`; None when left out."""
        return self._read(name, self.text(name), _read_yes_no) if self.has(name) else None

    def roles(self, name: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """`[{"roleName": …, "assigneeToIds": […]}]` as JSON text."""
        return self._read(name, self.text(name), _read_roles) if self.has(name) else ()

    def page(self, *, usual: int, most: int) -> tuple[int, int]:
        """`limit` and `offset`."""
        limit, offset = self.number("limit", usual), self.number("offset", 0)
        if not 1 <= limit <= most:
            raise refuse(20042, f"limit must be 1 to {most}.")
        if offset < 0:
            raise refuse(20012, "offset must not be negative.")
        return limit, offset

    def _read(self, name: str, text: str, read: Callable[[str], Item]) -> Item:
        try:
            return read(text)
        except (ValueError, KeyError, TypeError):
            raise refuse(20012, f"{name} is not valid.") from None


def read_lead_request(query: QueryParams, faults: LoftyFaults) -> LeadRequest:
    """A request for a page of leads. Names that are not known are ignored, as the vendor does.

    Raises:
        Refusal: the first thing that is wrong.
    """
    asked = Parameters(query, faults)
    limit, offset = asked.page(usual=USUAL_LEADS, most=MOST_LEADS)
    if offset + limit > faults.deepest_offset:
        raise refuse(200104, f"offset and limit must not be greater than {faults.deepest_offset}.")
    scroll_id, has_offset = asked.text("scrollId"), asked.has("offset")
    if scroll_id and has_offset and faults.cursor_with_offset_refused:
        raise refuse(20012, "offset and scrollId cannot be used together.")
    return LeadRequest(_read_filter(asked, faults), limit, offset, has_offset, scroll_id)


def _read_filter(asked: Parameters, faults: LoftyFaults) -> LeadFilter:
    _check_names(asked, unknown_names_refused=faults.unknown_names_refused)
    return LeadFilter(
        stages=asked.names("stage"),
        source=asked.text("source"),
        phone=asked.text("phone"),
        email=asked.text("email"),
        is_precise=asked.yes_no("preciseSearchFlag") is not False,
        assigned_user_id=asked.number("assignedUserId", 0) if asked.has("assignedUserId") else None,
        contacted=asked.yes_no("contacted"),
        groups=asked.names("groups"),
        segments=asked.names("segments"),
        all_tags=asked.names("allTags"),
        any_tags=asked.names("anyTags"),
        group_ids=asked.numbers("groupIds"),
        with_sub_groups=asked.yes_no("querySubGroup") is True,
        languages=asked.names("languages"),
        roles=asked.roles("roleAssigneeFilters"),
        key=asked.text("key"),
        key_matches_start_only=faults.key_matches_start_only,
        sort=_read_sort(asked.text("sort"), faults),
        is_descending=asked.yes_no("desc") is True,
    )


def _check_names(asked: Parameters, *, unknown_names_refused: bool) -> None:
    known: dict[str, set[str]] = {"stage": {stage.name for stage in STAGES}}
    if unknown_names_refused:
        tags = {tag.name for tag in (*TAGS, UNUSED_TAG)}
        known |= {"allTags": tags, "anyTags": tags, "segments": set(SEGMENTS), "groups": set(GROUPS)}
        if asked.has("source") and asked.text("source") not in SOURCES:
            raise refuse(20007, "The source does not exist.")
    for parameter, names in known.items():
        if not names.issuperset(asked.names(parameter)):
            raise refuse(20007, f"A name in {parameter} does not exist.")


def _read_sort(text: str, faults: LoftyFaults) -> str:
    if text in SORT_VALUES:
        return text
    if text and faults.sort_refused:
        raise refuse(20012, "sort is not valid.")
    return ""


def _read_number(text: str) -> int:
    if _WHOLE_NUMBER.fullmatch(text) is None:
        raise ValueError(text)
    return int(text)


def _read_yes_no(text: str) -> bool:
    return {"true": True, "false": False}[text]


def _read_roles(text: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    roles: Any = json.loads(text)
    if not isinstance(roles, list):
        raise TypeError(text)
    return tuple(_read_role(role) for role in cast("list[Any]", roles))


def _read_role(role: Any) -> tuple[str, tuple[int, ...]]:
    name, users = role["roleName"], role["assigneeToIds"]
    if set(role) != {"roleName", "assigneeToIds"} or not isinstance(name, str) or not isinstance(users, list):
        raise TypeError(role)
    if not all(type(user) is int for user in cast("list[Any]", users)):
        raise TypeError(role)
    return name, tuple(cast("list[int]", users))
