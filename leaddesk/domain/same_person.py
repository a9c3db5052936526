"""Who of several leads is the same person, and why. Nothing is merged: a group lists its members.

- *same*: a phone and an e-mail in common;
- *likely*: one of them, and a similar name;
- *shared number*, *shared e-mail*: one of them, and names that differ or are missing;
- *household*: one is listed as family of the other, or has a phone or e-mail of the other's family.

*Same* and *likely* make groups; the others only link groups. Placeholders (`domain.placeholders`) never count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final

from leaddesk.domain.placeholders import is_placeholder_phone, is_shared_mailbox, normal_email
from leaddesk.domain.similar_names import Likeness, PersonName, compare_names, difference_words, read_name
from leaddesk.domain.turns import Turns, at_once

_PAIRS_PER_TURN: Final = 500
_PEOPLE_PER_TURN: Final = 200
_LOOKS_PER_TURN: Final = 5_000
_ALIKE: Final = frozenset({Likeness.SAME, Likeness.SIMILAR})


class Relation(StrEnum):
    """How leads are related, the strongest first."""

    SAME = "same person"
    LIKELY = "likely the same person"
    HOUSEHOLD = "household"
    SHARED_NUMBER = "shared number"
    SHARED_EMAIL = "shared e-mail"


@dataclass(frozen=True, slots=True)
class FamilyClue:
    """Somebody listed as family of a lead. Phones in international form; e-mails as sent."""

    name: str = ""
    relation: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonClue:
    """What is known of who a lead is.

    Attributes:
        key: names the lead, for the caller; not compared.
        name: as sent.
        phones: in international form (`+17755550100`); empty texts and placeholders do not count.
        emails: as sent or normalised; placeholders do not count.
        family: whom the vendor lists as family.
    """

    key: str
    name: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    family: tuple[FamilyClue, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupLink:
    """What a group has to do with others: `others` are their places in the tuple of groups."""

    others: tuple[int, ...]
    relation: Relation
    reason: str


@dataclass(frozen=True, slots=True)
class PersonGroup:
    """One person, as far as can be told.

    Attributes:
        members: places in the sequence that was given, ascending; one alone when nobody else is this person.
        relation: SAME when *same* alone holds all of them together, else LIKELY; None for one alone.
        reasons: why, in words, the strongest first; each once.
        links: to other groups.
    """

    members: tuple[int, ...]
    relation: Relation | None = None
    reasons: tuple[str, ...] = ()
    links: tuple[GroupLink, ...] = ()


def group_people(leads: Sequence[PersonClue]) -> tuple[PersonGroup, ...]:
    """Every lead in exactly one group; the groups in the order of their first members."""
    return at_once(grouping_people(leads))


def grouping_people(leads: Sequence[PersonClue]) -> Turns[tuple[PersonGroup, ...]]:
    """As `group_people`, in turns: a switchboard that hundreds share makes many pairs."""
    people: list[_Person] = []
    for number, clue in enumerate(leads):
        if number % _PEOPLE_PER_TURN == 0:
            yield
        people.append(_read(clue))
    by_phone, by_email = _index(person.phones for person in people), _index(person.emails for person in people)
    yield
    ties = _Ties(len(people))
    for number, (one, other, is_first) in enumerate(_pairs(people, by_phone, by_email)):
        if number % _PAIRS_PER_TURN == 0:
            yield
        if is_first:
            ties.add(one, other, _judge(people[one], people[other]))
    yield
    groups, same_groups = ties.all.groups(), set(ties.same.groups())
    yield
    links = _Links(people, groups)
    yield from links.adding_households(by_phone, by_email)
    yield from links.adding_shared(by_phone, Relation.SHARED_NUMBER)
    yield from links.adding_shared(by_email, Relation.SHARED_EMAIL)
    found: list[PersonGroup] = []
    for number, members in enumerate(groups):
        if number % _PEOPLE_PER_TURN == 0:
            yield
        reasons = yield from _giving_reasons(members, people, ties)
        found.append(PersonGroup(members, _relation_of(members, same_groups), reasons, links.of(number)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Person:
    name: PersonName
    phones: frozenset[str]
    emails: frozenset[str]
    family: tuple[_Relative, ...]


@dataclass(frozen=True, slots=True)
class _Relative:
    name: PersonName
    relation: str
    phones: frozenset[str]
    emails: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Tie:
    relation: Relation
    reason: str


_Index = dict[str, list[int]]


def _read(clue: PersonClue) -> _Person:
    family = tuple(
        _Relative(read_name(member.name), member.relation.strip(), _phones(member.phones), _emails(member.emails))
        for member in clue.family
    )
    return _Person(read_name(clue.name), _phones(clue.phones), _emails(clue.emails), family)


def _phones(phones: Iterable[str]) -> frozenset[str]:
    return frozenset(phone for phone in phones if phone and not is_placeholder_phone(phone))


def _emails(emails: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(normal_email, emails)))


def _index(values_of: Iterable[frozenset[str]]) -> _Index:
    """Who has which value."""
    index: defaultdict[str, list[int]] = defaultdict(list)
    for place, values in enumerate(values_of):
        for value in values:
            index[value].append(place)
    return dict(index)


def _pairs(people: Sequence[_Person], by_phone: _Index, by_email: _Index) -> Iterator[tuple[int, int, bool]]:
    """All who share a value, for each value; and whether it is the one value at which this pair is judged."""
    for phone, places in by_phone.items():
        for one, other in combinations(places, 2):
            yield one, other, phone == min(people[one].phones & people[other].phones)
    for email, places in by_email.items():
        for one, other in combinations(places, 2):
            a, b = people[one], people[other]
            yield one, other, a.phones.isdisjoint(b.phones) and email == min(a.emails & b.emails)


def _judge(a: _Person, b: _Person) -> _Tie | None:
    """*Same* or *likely*, or None."""
    phones, emails = a.phones & b.phones, a.emails & b.emails
    likeness = compare_names(a.name, b.name)
    if _is_rather_family(a, b, likeness):
        return None
    if likeness in _ALIKE:
        relation = Relation.SAME if phones and emails else Relation.LIKELY
    elif phones and any(not is_shared_mailbox(email) for email in emails):
        relation = Relation.SAME
    else:
        return None
    return _Tie(relation, f"{_common_words(phones, emails)}{_name_words(a.name, b.name, likeness)}")


def _is_rather_family(a: _Person, b: _Person, likeness: Likeness) -> bool:
    """Whether one is listed by name as family of the other, by a name that fits better than the other’s own."""
    if likeness is Likeness.SAME:
        return False
    listed = {compare_names(relative.name, b.name) for relative in a.family}
    listed |= {compare_names(relative.name, a.name) for relative in b.family}
    return Likeness.SAME in listed or (Likeness.SIMILAR in listed and likeness is not Likeness.SIMILAR)


def _common_words(phones: Iterable[str], emails: Iterable[str]) -> str:
    numbers = ", ".join(phone_words(phone) for phone in sorted(phones))
    parts = (f"same phone {numbers}" if numbers else "", "same e-mail" if any(emails) else "")
    return " and ".join(part for part in parts if part)


def _name_words(one: PersonName, other: PersonName, likeness: Likeness) -> str:
    match likeness:
        case Likeness.SAME:
            return ", same name"
        case Likeness.SIMILAR:
            return f", similar name ({difference_words(one, other)})"
        case Likeness.DIFFERENT:
            return f", though the names differ ({difference_words(one, other)})"
        case Likeness.NOT_KNOWN:
            return ", though not both have a name"


def phone_words(international: str) -> str:
    """`+1 775 555 0100`; a number of another country as it is."""
    if len(international) == 12 and international.startswith("+1"):
        return f"+1 {international[2:5]} {international[5:8]} {international[8:]}"
    return international


class _Joined:
    """Everybody, those who are tied together."""

    def __init__(self, count: int) -> None:
        self._first = list(range(count))

    def tie(self, one: int, other: int) -> None:
        low, high = sorted((self._root(one), self._root(other)))
        self._first[high] = low

    def _root(self, place: int) -> int:
        first = self._first
        while first[place] != place:
            first[place] = first[first[place]]
            place = first[place]
        return place

    def groups(self) -> list[tuple[int, ...]]:
        """In the order of the first of each."""
        members: defaultdict[int, list[int]] = defaultdict(list)
        for place in range(len(self._first)):
            members[self._root(place)].append(place)
        return [tuple(places) for places in members.values()]


class _Ties:
    """Who is tied to whom, and why; a reason that many pairs have is kept once for each of the people."""

    def __init__(self, count: int) -> None:
        self.all, self.same = _Joined(count), _Joined(count)
        self._of: defaultdict[int, set[_Tie]] = defaultdict(set[_Tie])

    def add(self, one: int, other: int, tie: _Tie | None) -> None:
        if tie is None:
            return
        self.all.tie(one, other)
        if tie.relation is Relation.SAME:
            self.same.tie(one, other)
        self._of[one].add(tie)

    def among(self, members: Iterable[int]) -> set[_Tie]:
        return {tie for place in members for tie in self._of.get(place, ())}


def _relation_of(members: tuple[int, ...], same_groups: set[tuple[int, ...]]) -> Relation | None:
    if len(members) == 1:
        return None
    return Relation.SAME if members in same_groups else Relation.LIKELY


def _giving_reasons(members: Sequence[int], people: Sequence[_Person], ties: _Ties) -> Turns[tuple[str, ...]]:
    """Each once; where a third lead holds together names that do not fit each other, that is said."""
    ranked = sorted(ties.among(members), key=lambda tie: (tie.relation is not Relation.SAME, tie.reason))
    reasons = tuple(dict.fromkeys(tie.reason for tie in ranked))
    unlike: list[str] = []
    for number, (one, other) in enumerate(combinations({people[place].name for place in members}, 2), start=1):
        if number % _PAIRS_PER_TURN == 0:
            yield
        if compare_names(one, other) is Likeness.DIFFERENT:
            unlike.append(difference_words(one, other))
    if len(members) > 2 and unlike:
        return (*reasons, f"look closely, names within this group differ ({min(unlike)})")
    return reasons


def _household_words(alike: set[str]) -> str:
    """`same phone and name`."""
    return f"same {' and '.join(what for what in ('phone', 'e-mail', 'name') if what in alike)}"


class _Links:
    """What ties groups together without making them one."""

    def __init__(self, people: Sequence[_Person], groups: Sequence[tuple[int, ...]]) -> None:
        self._people = people
        self._group_of = {place: number for number, members in enumerate(groups) for place in members}
        self._households: defaultdict[tuple[int, int], defaultdict[str, set[str]]] = defaultdict(
            lambda: defaultdict(set[str])
        )
        self._neighbours: defaultdict[int, set[int]] = defaultdict(set[int])
        self._links: defaultdict[int, list[GroupLink]] = defaultdict(list)

    def of(self, group: int) -> tuple[GroupLink, ...]:
        """The links of one group: households first."""
        households = [
            GroupLink((other,), Relation.HOUSEHOLD, f"{_household_words(alike)} as {listed}")
            for other in sorted(self._neighbours.get(group, ()))
            for listed, alike in sorted(self._households[min(group, other), max(group, other)].items())
        ]
        return (*households, *self._links.get(group, ()))

    def adding_households(self, by_phone: _Index, by_email: _Index) -> Turns[None]:
        by_name: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, person in enumerate(self._people):
            if len(person.name.words) > 1:
                by_name[tuple(sorted(person.name.words))].append(place)
        for place, person in enumerate(self._people):
            if place % _PEOPLE_PER_TURN == 0:
                yield
            for relative in person.family:
                self._add_all(place, relative, by_phone, relative.phones, "phone")
                self._add_all(place, relative, by_email, relative.emails, "e-mail")
                for other in by_name.get(tuple(sorted(relative.name.words)), ()):
                    self._add(place, other, relative, "name")

    def _add_all(self, place: int, relative: _Relative, index: _Index, values: frozenset[str], what: str) -> None:
        for other in {other for value in values for other in index.get(value, ())}:
            self._add(place, other, relative, what)

    def _add(self, place: int, other: int, relative: _Relative, what: str) -> None:
        one, two = sorted((self._group_of[place], self._group_of[other]))
        if one != two:
            listed = f"{relative.name.whole or 'somebody'}{f' ({relative.relation})' if relative.relation else ''}"
            lister = self._people[place].name.whole or "a lead without name"
            self._households[one, two][f"{listed}, listed as family of {lister}"].add(what)
            self._neighbours[one].add(two)
            self._neighbours[two].add(one)

    def adding_shared(self, index: _Index, relation: Relation) -> Turns[None]:
        """One link per value, however many share it."""
        looks = 0
        for value, places in sorted(index.items()):
            groups = sorted({self._group_of[place] for place in places})
            reason = self._shared_words(value, places, relation) if len(groups) > 1 else ""
            for group in groups:
                looks += len(groups)
                if looks >= _LOOKS_PER_TURN:
                    looks = 0
                    yield
                household = self._neighbours.get(group, frozenset[int]())
                others = tuple(other for other in groups if other != group and other not in household)
                if others:
                    self._links[group].append(GroupLink(others, relation, reason))

    def _shared_words(self, value: str, places: Sequence[int], relation: Relation) -> str:
        nameless = any(not self._people[place].name.words for place in places)
        words = "not all have a name" if nameless else "the names differ"
        is_number = relation is Relation.SHARED_NUMBER
        return f"{f'same phone {phone_words(value)}' if is_number else f'same e-mail {value}'}; {words}"
