"""The account's own lists: stages, members, tags, ponds, custom fields (dossier section 6).

Each has its own words for paging and its own envelope; the names are what a search sends.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from leaddesk.domain.record import decode_json
from leaddesk.domain.search import Choice
from leaddesk.providers.lofty.envelope import Rows, read_rows
from leaddesk.providers.lofty.json_values import first_text, read_id, read_object
from leaddesk.providers.lofty.refusals import NO_MEMBER, LoftyRefusal, NoRight
from leaddesk.providers.lofty.spec import CUSTOM_FIELDS, MEMBERS, PONDS, STAGES, TAGS
from leaddesk.providers.lofty.wire import Access
from leaddesk.transport.messages import WireRequest, WireResponse

Send = Callable[[WireRequest], Awaitable[WireResponse]]

_STAGES_A_PAGE: Final = 100
_MEMBERS_A_PAGE: Final = 100
_MEMBERS_A_PAGE_WHEN_REFUSED: Final = 25
"""The usual number: the greatest is not documented, and a greater one is refused."""

_MOST_PAGES: Final = 20


@dataclass(frozen=True, slots=True)
class AccountLists:
    """Fetches the lists of one account."""

    access: Access
    send: Send

    async def fetch(self, source: str, seen_users: Mapping[str, str]) -> tuple[Choice, ...]:
        """The choices of one list.

        Args:
            source: `stages`, `members`, `tags`, `ponds` or `custom_fields`.
            seen_users: names by the number that leads carry; they stand before the team's own members.

        Raises:
            KeyError: there is no such list.
            CredentialsRefused and others: as the call was refused.
        """
        if source == STAGES:
            return await self._fetch_stages()
        if source == MEMBERS:
            return await self._fetch_members(seen_users)
        path, label, read = _SINGLE[source]
        request = self.access.get(label, path)
        rows = read_rows(request, await self.send(request), source)
        found = [choice for row in _decoded(rows) if (choice := read(row)) is not None]
        return _each_once(sorted(found, key=lambda choice: choice.label.casefold()))

    async def _fetch_stages(self) -> tuple[Choice, ...]:
        """In the account's own order."""
        found: list[Choice] = []
        for page in range(_MOST_PAGES):
            params = {"currPage": str(page), "pageSize": str(_STAGES_A_PAGE)}
            request = self.access.get("list of stages", "/v1.0/teamFeatures/lead-pipelines", params)
            rows = read_rows(request, await self.send(request), "pipelines")
            names = [first_text(row, "name", "stage", "pipelineName") for row in _decoded(rows)]
            known = len(_each_once(found))
            found += [Choice(name, name) for name in names if name]
            is_new = len(_each_once(found)) > known
            if not is_new or _is_last(rows, len(found), _STAGES_A_PAGE):
                break
        return _each_once(found)

    async def _fetch_members(self, seen_users: Mapping[str, str]) -> tuple[Choice, ...]:
        seen = [Choice(number, name or number) for number, name in seen_users.items()]
        try:
            members = await self._fetch_member_rows()
        except NoRight:
            if not seen:
                raise
            members = []
        names = set(seen_users.values())
        found = list(seen)
        for row in members:
            number = first_id(row, "memberUserId", "userId", "id")
            name = _name_of(row)
            if number and number not in seen_users:
                found.append(Choice(number, f"{name} (member {number})" if name in names else name or number))
        return _each_once(found)

    async def _fetch_member_rows(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        offset, limit = 0, _MEMBERS_A_PAGE
        for _ in range(_MOST_PAGES):
            params = {"offset": str(offset), "limit": str(limit)}
            request = self.access.get("list of members", "/v1.0/members", params)
            try:
                rows = read_rows(request, await self.send(request), "members")
            except LoftyRefusal as refusal:
                if refusal.code == NO_MEMBER:  # 404: there are none
                    break
                if refusal.status == 400 and limit > _MEMBERS_A_PAGE_WHEN_REFUSED:
                    limit = _MEMBERS_A_PAGE_WHEN_REFUSED
                    continue
                raise
            found += _decoded(rows)
            offset += len(rows.sources)
            if _is_last(rows, offset, limit):
                break
        return found


def _is_last(rows: Rows, seen: int, asked: int) -> bool:
    """Whether nothing follows: the total is reached, or without one the page is short."""
    if not rows.sources:
        return True
    return seen >= rows.total if rows.total is not None else len(rows.sources) < min(asked, rows.limit or asked)


def first_id(row: Mapping[str, Any], *keys: str) -> str:
    """The first of these keys that holds an id."""
    return next((number for key in keys if (number := read_id(row.get(key)))), "")


def _read_tag(row: Mapping[str, Any]) -> Choice | None:
    """The list mixes the tags themselves with every use of one: only names count."""
    name = first_text(row, "tagName", "name")
    return Choice(name, name) if name else None


def _read_pond(row: Mapping[str, Any]) -> Choice | None:
    number = first_id(row, "id", "pondId")
    return Choice(number, first_text(row, "pondName", "name") or number) if number else None


def _read_custom_field(row: Mapping[str, Any]) -> Choice | None:
    name, kind = first_text(row, "attributeName", "name"), first_text(row, "attributeType")
    return Choice(name, f"{name} ({kind.replace('_', ' ')})" if kind else name) if name else None


_SINGLE: Final[Mapping[str, tuple[str, str, Callable[[Mapping[str, Any]], Choice | None]]]] = {
    TAGS: ("/v1.0/teamFeatures/listTag", "list of tags", _read_tag),
    PONDS: ("/v1.0/team-features/lead-ponds", "list of ponds", _read_pond),
    CUSTOM_FIELDS: ("/v1.0/teamFeatures/listCustomField", "list of custom fields", _read_custom_field),
}
"""Lists that come in one answer; the spellings of the paths are Lofty's own."""


def _name_of(row: Mapping[str, Any]) -> str:
    whole = " ".join(part for part in (first_text(row, "firstName"), first_text(row, "lastName")) if part)
    return whole or first_text(row, "fullName", "name", "email", "account")


def _decoded(rows: Rows) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for source in rows.sources:
        with suppress(ValueError):  # a name that cannot be read can still be typed
            found.append(read_object(decode_json(source)))
    return found


def _each_once(choices: list[Choice]) -> tuple[Choice, ...]:
    found: dict[str, Choice] = {}
    for choice in choices:
        found.setdefault(choice.value, choice)
    return tuple(found.values())
