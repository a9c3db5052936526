"""Looking one person up in Lofty: what is asked, which leads really match, and what was searched.

`phone`, `email` and `key` may be ignored or compared loosely (dossier sections 3 and 10), so every lead that comes is
compared again here; and where the precise search finds nothing, the loose one (`key`) is tried too.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.page import Page, Position, TotalKind
from leaddesk.domain.provider import LookUpAsked, LookUpPart, LookUpResult
from leaddesk.domain.record import Record
from leaddesk.domain.search import Query
from leaddesk.providers.lofty.filter_check import has_email, has_phone
from leaddesk.providers.lofty.json_values import read_objects, read_text
from leaddesk.providers.lofty.wire import write_phone

FetchPage = Callable[[Query, Position], Awaitable[Page]]
Matches = Callable[[Mapping[str, Any]], bool]

_PAGE_SIZE: Final = 100
_MOST_PAGES: Final = 2
"""Calls are scarce: ten a minute."""

_ADDRESS: Final = re.compile(r"[^\s<>,;:()]+@[^\s<>,;:()]+")


@dataclass(frozen=True, slots=True)
class Question:
    """One search of a look-up: what is sent, and what it is called."""

    values: Mapping[str, Any]
    words: str


@dataclass(frozen=True, slots=True)
class LookUp:
    """What to look for: searches, tried one after the other until one finds somebody, and who really matches."""

    questions: tuple[Question, ...]
    matches: Matches = field(repr=False)


def build_look_up(asked: LookUpAsked) -> LookUp | str:
    """The look-up for `phone`, `email` or `name`; or the sentence that says why there is none."""
    builder = {"phone": _look_up_phone, "email": _look_up_email, "name": _look_up_name}.get(asked.kind)
    return f"by {asked.kind}: Lofty is searched by id, phone, e-mail or name" if builder is None else builder(asked)


def read_lead_id(text: str) -> str:
    """The id as it is sent; empty when this is none."""
    bare = text.strip()
    return str(int(bare)) if re.fullmatch(r"\d{1,19}", bare, re.ASCII) and int(bare) else ""


def beyond_words(is_api_key: bool) -> LookUpPart:  # noqa: FBT001
    """What no look-up sees: a token sees what its user sees."""
    token = "API key" if is_api_key else "OAuth token"
    return LookUpPart(f"leads that the user of this {token} may not see in Lofty", searched=False)


@dataclass(slots=True)
class LookingUp:
    """Sends a look-up's searches and gathers the leads that match."""

    account_id: str
    provider: str
    look_up: LookUp
    fetch_page: FetchPage
    _found: dict[str, Record] = field(default_factory=dict[str, Record])
    _parts: list[LookUpPart] = field(default_factory=list[LookUpPart])

    async def run(self) -> LookUpResult:
        """Search until somebody is found.

        Raises:
            LeaddeskError: the first search failed; a later one that fails is named as such.
        """
        for question in self.look_up.questions:
            if self._found:
                break
            try:
                problem = await self._search(question)
            except LeaddeskError as error:
                if not self._parts:
                    raise
                self._parts.append(LookUpPart(f"{question.words}: {error.what}", searched=False, failed=True))
                continue
            words = f"{question.words}: not wholly searched, because {problem}" if problem else question.words
            self._parts.append(LookUpPart(words, searched=not problem, failed=bool(problem)))
        return LookUpResult(tuple(self._found.values()), tuple(self._parts))

    async def _search(self, question: Question) -> str:
        """Gather what matches within bounds; why something may be missing, empty when nothing."""
        query = Query(self.account_id, self.provider, "leads", question.values, _PAGE_SIZE)
        position, looked_at, skipped, matched = Position(), 0, 0, 0
        for _ in range(_MOST_PAGES):
            page = await self.fetch_page(query, position)
            matching = [record for record in page.records if self.look_up.matches(record.values())]
            self._found.update((record.key, record) for record in matching)
            skipped += len(page.skipped)
            looked_at += page.row_count
            matched += len(matching)
            if page.next is None:
                return _say_missing(page, looked_at, skipped)
            position = page.next
        if matched == looked_at:
            return f"more leads match than the {looked_at:,} that were read"
        return f"Lofty gave more leads than match, and only {looked_at:,} were looked at"


def _say_missing(last: Page, looked_at: int, skipped: int) -> str:
    if last.total.kind is TotalKind.EXACT and looked_at < last.total.count:
        return f"Lofty gave only {looked_at:,} of {last.total.count:,} leads"
    return f"{skipped:,} {'lead' if skipped == 1 else 'leads'} could not be read" if skipped else ""


def _look_up_phone(asked: LookUpAsked) -> LookUp | str:
    text = asked.phone or asked.text
    digits = write_phone(text)
    if not 7 <= len(digits) <= 15:
        return "by phone: a phone number has 7 to 15 digits"
    return LookUp(
        (
            _question({"phone": digits, "preciseSearchFlag": True}, "leads by phone"),
            _question({"key": digits}, "leads by phone, compared loosely"),
        ),
        lambda row: has_phone(row, text),
    )


def _look_up_email(asked: LookUpAsked) -> LookUp | str:
    address = _ADDRESS.search(asked.text)
    if address is None:
        return "by e-mail: this is no address"
    wanted = address[0]
    return LookUp(
        (
            _question({"email": wanted, "preciseSearchFlag": True}, "leads by e-mail"),
            _question({"key": wanted}, "leads by e-mail, compared loosely"),
        ),
        lambda row: has_email(row, wanted),
    )


def _look_up_name(asked: LookUpAsked) -> LookUp | str:
    words = asked.text.split()
    if not words:
        return "by name: there is none"
    longest = max(words, key=len)
    questions = [_question({"key": " ".join(words)}, "leads by name")]
    if len(words) > 1:  # how `key` takes first and last name together is not documented
        questions.append(_question({"key": longest}, f"leads by the one word “{longest}” of the name"))
    return LookUp(tuple(questions), lambda row: _has_name(row, asked.text))


def _has_name(row: Mapping[str, Any], text: str) -> bool:
    """Every word is the beginning of a word of the lead's own name, or of a family member's."""
    wanted = text.casefold().split()
    people = [row, *read_objects(row.get("leadFamilyMemberList"))]
    return any(_begins(_name_words(person), wanted) for person in people)


def _name_words(person: Mapping[str, Any]) -> list[str]:
    return f"{read_text(person.get('firstName'))} {read_text(person.get('lastName'))}".casefold().split()


def _begins(words: list[str], wanted: list[str]) -> bool:
    return all(any(word.startswith(start) for word in words) for start in wanted)


def _question(values: dict[str, Any], words: str) -> Question:
    return Question(MappingProxyType(values), words)
