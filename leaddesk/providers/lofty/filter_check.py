"""Checks the leads that came against what was asked (dossier sections 3 and 9).

A filter that Lofty does not understand is ignored in silence: 200 with the whole database. Leads that do not match are
shown, and counted in a note.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, cast

from leaddesk.phone_numbers import is_same_number
from leaddesk.providers.lofty.json_values import (
    first_text,
    is_not_set,
    read_flag,
    read_id,
    read_names,
    read_objects,
    read_text,
    read_texts,
)
from leaddesk.providers.lofty.lead_words import LANGUAGES
from leaddesk.providers.lofty.moments import read_moment
from leaddesk.providers.lofty.wire import write_phone

Row = Mapping[str, Any]
Check = Callable[[Row, Any], bool | None]
"""Whether a lead fits the value of a filter; None when the lead does not show it."""


def check_filters(values: Row, labels: Mapping[str, str], rows: Sequence[Row]) -> list[str]:
    """One sentence for each filter that leads do not fit, or that cannot be seen on them.

    Args:
        values: the search, filled in.
        labels: what a person reads, by field.
        rows: the leads that came, decoded.
    """
    if not rows:
        return _say_nothing_came(values, labels)
    is_loose = values.get("preciseSearchFlag") is False
    notes: list[str] = []
    for key, wanted in values.items():
        if key not in _CHECKS:
            continue
        check = holds_words if key in {"phone", "email"} and is_loose else _CHECKS[key]
        found = [check(row, wanted) for row in rows]
        wrong = found.count(False)
        if wrong:
            notes.append(
                f"Lofty seems to have ignored {labels[key]}: "
                f"{wrong:,} of {len(rows):,} leads on this page do not match."
            )
            notes += _say_other_number(key, rows, wrong)
        elif not any(found):
            notes.append(f"Whether Lofty honoured {labels[key]} cannot be seen on the leads of this page.")
    return notes


def check_order(values: Row, rows: Sequence[Row]) -> list[str]:
    """A sentence when the leads do not stand in the order that was asked for, as far as they show it."""
    key = _SHOWN_ORDERS.get(values.get("sort", ""))
    if key is None or len(rows) < 2:
        return []
    found = [_order_value(row.get(key)) for row in rows]
    places = [value for value in found if value is not None]
    upwards = all(one <= other for one, other in pairwise(places))
    downwards = all(one >= other for one, other in pairwise(places))
    wanted = values.get("desc")
    is_right = upwards or downwards if wanted is None else downwards if wanted == "true" else upwards
    return [] if is_right else [f"Lofty seems not to have sorted by {values['sort']} as asked."]


def has_phone(row: Row, digits: str) -> bool:
    """Whether the lead, or one of its family, has this number: the same line, or the same last ten digits."""
    return any(_is_same_phone(text, digits) for person in _people(row) for text in read_texts(person.get("phones")))


def has_email(row: Row, address: str) -> bool:
    """Whether the lead, or one of its family, has this address."""
    wanted = address.strip().casefold()
    return any(wanted == text.casefold() for person in _people(row) for text in read_texts(person.get("emails")))


def holds_words(row: Row, text: str) -> bool:
    """Whether every word stands somewhere in the names, phones and e-mails of the lead or of its family."""
    hay = " ".join(
        part
        for person in _people(row)
        for part in (
            read_text(person.get("firstName")),
            read_text(person.get("lastName")),
            *read_texts(person.get("emails")),
        )
    ).casefold()
    digits = "".join(character for character in text if character.isdigit())
    if len(digits) >= 4 and not any(character.isalpha() for character in text):
        phones = ["".join(filter(str.isdigit, text)) for p in _people(row) for text in read_texts(p.get("phones"))]
        return any(digits in phone or write_phone(text) in phone for phone in phones)
    return all(word in hay for word in text.casefold().split())


def _people(row: Row) -> list[Row]:
    return [row, *read_objects(row.get("leadFamilyMemberList"))]


def _is_same_phone(text: str, wanted: str) -> bool:
    """By the last ten digits where both have ten or more; else as numbers that can be dialled."""
    one, other = re.sub(r"\D", "", text), re.sub(r"\D", "", wanted)
    if len(one) >= 10 and len(other) >= 10 and one[-10:] == other[-10:]:
        return True
    return one == other or (not len(one) == len(other) == 10 and is_same_number(text, wanted))


def _is_one_of(key: str) -> Check:
    def check(row: Row, wanted: Any) -> bool | None:
        if key not in row:
            return None
        return read_text(row[key]).casefold() in _folded(wanted)

    return check


def _has_any(key: str, *name_keys: str) -> Check:
    def check(row: Row, wanted: Any) -> bool | None:
        if key not in row:
            return None
        return bool(_folded(read_names(row[key], *name_keys)) & _folded(wanted))

    return check


def _has_all_tags(row: Row, wanted: Any) -> bool | None:
    return None if "tags" not in row else _folded(wanted) <= _folded(read_names(row["tags"], "tagName", "name"))


def _is_assigned_to(row: Row, wanted: Any) -> bool | None:
    return None if "assignedUserId" not in row else read_id(row["assignedUserId"]) == str(wanted)


def _was_contacted(row: Row, wanted: Any) -> bool | None:
    """Leads do not say it in so many words; the time of the last contact does."""
    told = read_flag(row.get("contacted"))
    if told is not None:
        return told is wanted
    return None if "lastTouch" not in row else (read_moment(row["lastTouch"]) is not None) is wanted


def _speaks(row: Row, wanted: Any) -> bool | None:
    language = read_text(row.get("language")).casefold()
    if not language:
        return None
    codes = cast("tuple[str, ...]", wanted)
    return language in {name.casefold() for code in codes for name in (code, LANGUAGES.get(code, code).split()[0])}


def _has_roles(row: Row, wanted: Any) -> bool | None:
    """One of the conditions is enough: how several go together is not documented."""
    if not isinstance(row.get("customRoleList"), list):
        return None
    held = {
        (first_text(role, "role", "roleName").casefold(), read_id(role.get("assigneeId")))
        for role in read_objects(row["customRoleList"])
    }
    return any(
        (condition["roleName"].casefold(), str(number)) in held
        for condition in cast("tuple[dict[str, Any], ...]", wanted)
        for number in condition["assigneeToIds"]
    )


def _cannot_be_seen(_row: Row, _wanted: Any) -> bool | None:
    return None


def _folded(texts: Any) -> set[str]:
    items = (texts,) if isinstance(texts, str) else cast("Sequence[str]", texts)
    return {text.strip().casefold() for text in items}


def _say_other_number(key: str, rows: Sequence[Row], wrong: int) -> list[str]:
    """Numbers of members may not be those that leads carry (dossier section 6)."""
    if key != "assignedUserId" or wrong < len(rows):
        return []
    held = {read_id(row.get(key)) for row in rows}
    names = {read_text(row.get("assignedUser")) for row in rows}
    if len(held) != 1 or len(names) != 1 or not all(held):
        return []
    words = f"All of them are assigned to {names.pop() or 'the same user'} with the number {held.pop()}: "
    return [words + "Lofty may number its members otherwise than its leads do."]


def _say_nothing_came(values: Row, labels: Mapping[str, str]) -> list[str]:
    """How several names are to be sent is not documented: nothing found may mean that they were not understood."""
    several = [
        labels[key] for key in ("stage", "groups", "segments", "allTags", "anyTags") if len(values.get(key, ())) > 1
    ]
    if not several:
        return []
    words = f"How Lofty takes several names in {' and '.join(several)} is not documented; "
    return [words + "nothing was found with commas between them. Try one name at a time."]


def _order_value(raw: Any) -> float | None:
    if raw is None or raw == "" or is_not_set(raw):
        return None
    moment = read_moment(raw)
    if moment is not None:
        return moment.timestamp()
    return float(raw) if isinstance(raw, int | float) else None


_SHOWN_ORDERS: Final = {"CreateTime": "createTime", "AssignTime": "assignTime", "Score": "score"}
_CHECKS: Final[Mapping[str, Check]] = {
    "stage": _is_one_of("stage"),
    "source": _is_one_of("source"),
    "phone": has_phone,
    "email": has_email,
    "assignedUserId": _is_assigned_to,
    "contacted": _was_contacted,
    "groups": _has_any("groups", "groupName", "name"),
    "segments": _has_any("segments", "segmentName", "name"),
    "allTags": _has_all_tags,
    "anyTags": _has_any("tags", "tagName", "name"),
    "groupIds": _cannot_be_seen,
    "languages": _speaks,
    "roleAssigneeFilters": _has_roles,
    "key": holds_words,
}
"""By field. Sort, order, precise search and sub-groups are no filters of their own."""
