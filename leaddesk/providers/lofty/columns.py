"""The columns of Lofty's leads, and how their values become plain ones: one text for a list, no `-1`, real dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from leaddesk.domain.cell import NOT_SENT, Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.record import decode_json
from leaddesk.providers.lofty.documented import CONTACT, HANDLING, INQUIRY, PERSON, Key
from leaddesk.providers.lofty.json_values import (
    first_text,
    is_not_set,
    join_names,
    read_list,
    read_names,
    read_objects,
    read_text,
)
from leaddesk.providers.lofty.lead_words import lead_type_words, phone_status_words
from leaddesk.providers.lofty.moments import iso_moment

ATTRIBUTES: Final = "customAttributes"
_MOST_ATTRIBUTES: Final = 300


@dataclass(frozen=True, slots=True)
class AttributeValue:
    """Finds the value of one custom attribute in a lead's list; NOT_SENT where the lead has none of that name."""

    name: str

    def __call__(self, raw: Any) -> Any:
        """The value among the attributes in `raw`."""
        for attribute in read_objects(raw):
            if first_text(attribute, "attributeName") == self.name:
                return read_attribute(attribute)
        return NOT_SENT


def read_attribute(attribute: Mapping[str, Any]) -> Any:
    """A custom attribute's value; a multi-select's JSON array inside a text becomes `A, B`."""
    value = attribute.get("value")
    if isinstance(value, str) and value.lstrip().startswith("["):
        with suppress(ValueError):
            decoded = decode_json(value.encode("utf-8", "replace"))
            return join_names(read_names(decoded, "name", "value", "label"))
    return value


def set_or_none(raw: Any) -> Any:
    """Null in place of -1, which means that nothing was set."""
    return None if is_not_set(raw) else raw


def id_or_none(raw: Any) -> Any:
    """Null in place of 0 and -1, which mean that there is none."""
    return None if is_not_set(raw) or raw in (0, "0") else raw


def _joined(*keys: str) -> Callable[[Any], Any]:
    return lambda raw: join_names(read_names(raw, *keys)) if isinstance(raw, list) else raw


def join_places(raw: Any) -> Any:
    """`Austin, TX; Reno, NV` for a list of places."""
    if not isinstance(raw, list):
        return raw
    return "; ".join(text for text in map(_place_words, read_objects(raw)) if text)


def _place_words(place: Mapping[str, Any]) -> str:
    parts = (first_text(place, "city"), first_text(place, "stateCode", "state"), first_text(place, "zipCode"))
    return ", ".join(part for part in parts if part)


def _joined_words(words: Callable[[Any], str]) -> Callable[[Any], Any]:
    return lambda raw: ", ".join(words(item) for item in read_list(raw)) if isinstance(raw, list) else raw


def _mailing_address(raw: Any) -> Any:
    for home in read_objects(raw):
        if read_text(home.get("mailAddress")).lower() == "true":
            parts = (first_text(home, key) for key in ("streetAddress", "city", "state", "zipCode"))
            return ", ".join(part for part in parts if part)
    return NOT_SENT


_FIRST_VIEW: Final = (
    "firstName", "lastName", "phones", "emails", "stage", "source", "assignedUser", "score", "tags", "createTime",
    "lastTouch", "cannotCall", "leadId",
)  # fmt: skip
"""What a person on the phone looks for, in that order; it stands before all other columns."""

_SORT_NAMES: Final = {
    "createTime": "CreateTime", "assignTime": "AssignTime", "score": "Score", "lastTouch": "LastContact",
}  # fmt: skip
_TRANSLATIONS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "emails": _joined(),
    "leadTypes": _joined_words(lead_type_words),
    "leadInquiry.propertyType": _joined(),
    "leadInquiry.locations": join_places,
}
"""By column key; what is not here follows from the documented key."""


def _columns(keys: tuple[Key, ...], section: str = "", caption: str = "") -> list[Column]:
    return [_column(key, (section, key.name) if section else (key.name,), caption) for key in keys]


def _column(key: Key, path: tuple[str, ...], caption: str = "") -> Column:
    name = ".".join(path)
    title = f"{caption}{key.label[:1].lower()}{key.label[1:]}" if caption else key.label
    translate = _TRANSLATIONS.get(name) or _translation_of(key)
    sort_name = "" if caption else _SORT_NAMES.get(name, "")
    return Column(name, title, key.kind, path, name in _FIRST_VIEW, sort_name, translate)


def _translation_of(key: Key) -> Callable[[Any], Any] | None:
    if key.kind is Kind.MOMENT:
        return iso_moment
    if key.none_at_zero:
        return id_or_none
    return set_or_none if key.unset else None


def _list(key: str, title: str, translate: Callable[[Any], Any] | None, kind: Kind = Kind.TEXT) -> Column:
    return Column(key, title, kind, (key,), key in _FIRST_VIEW, translate=translate)


_ALL: Final[tuple[Column, ...]] = (
    _list("phones", "Phones", _joined(), Kind.PHONE),
    _list("phoneStatuses", "Phone states", _joined_words(phone_status_words)),
    *_columns(CONTACT),
    *_columns(PERSON),
    _list("tags", "Tags", _joined("tagName", "name")),
    _list("segments", "Segments", _joined("segmentName", "name")),
    _list("groups", "Groups (old)", _joined("groupName", "name")),
    *_columns(HANDLING),
    Column("mailingAddress", "Mailing address", Kind.TEXT, ("leadPropertyList",), translate=_mailing_address),
    *_columns(INQUIRY, "leadInquiry", "Looks for: "),
    _list("leadPropertyList", "Properties", None, Kind.OBJECT),
    _list("customRoleList", "Roles", None, Kind.OBJECT),
    _list("leadFamilyMemberList", "Family", None, Kind.OBJECT),
    _list(ATTRIBUTES, "Custom fields", None, Kind.OBJECT),
)


def _first_view_first() -> tuple[Column, ...]:
    by_key = {column.key: column for column in _ALL}
    return (*(by_key[key] for key in _FIRST_VIEW), *(column for column in _ALL if not column.shown))


LEAD_COLUMNS: Final = _first_view_first()

_KNOWN_PATHS: Final = frozenset(column.path for column in LEAD_COLUMNS)
_OPENED: Final = "leadInquiry"


def discover_columns(rows: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    """Columns for keys that no document names, and one for each custom field, as they first appear."""
    found: dict[str, Column] = {}
    titles = {column.title for column in LEAD_COLUMNS}
    for row in rows:
        for path, value in _unknown(row):
            key = ".".join(path)
            if key not in found:
                kind = Kind.OBJECT if isinstance(value, dict | list) else Kind.TEXT
                found[key] = Column(key, key, kind, path)
        for attribute in read_objects(row.get(ATTRIBUTES)):
            name = first_text(attribute, "attributeName")
            key = f"{ATTRIBUTES}.{name}"
            if name and key not in found and len(found) < _MOST_ATTRIBUTES:
                title = name if name not in titles else f"{name} (custom field)"
                titles.add(title)
                kind = ATTRIBUTE_KINDS.get(first_text(attribute, "attributeType"), Kind.TEXT)
                found[key] = Column(key, title, kind, (ATTRIBUTES,), translate=AttributeValue(name))
    return tuple(found.values())


def _unknown(row: Mapping[str, Any]) -> Iterable[tuple[tuple[str, ...], Any]]:
    for key, value in row.items():
        if key == _OPENED and isinstance(value, dict):
            yield from (((key, name), item) for name, item in value.items() if (key, name) not in _KNOWN_PATHS)  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
        elif (key,) not in _KNOWN_PATHS and key != _OPENED:
            yield (key,), value


ATTRIBUTE_KINDS: Final = {"number": Kind.NUMBER, "percentage": Kind.NUMBER, "currency": Kind.MONEY}
"""How custom fields of a kind are read; dates are free text and stay text."""
