"""The columns of SharpSpring's searches: the documented keys, and those that only an account's leads have (section 6).

Declared for API v1.2, whose times are in UTC; `columns_in_version` gives them for v1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from leaddesk.domain.cell import TEXT_KINDS, Kind
from leaddesk.domain.columns import Column
from leaddesk.providers.sharpspring.plain_values import (
    decode_entities,
    join_list,
    read_moment_as_given,
    read_utc_moment,
)

OWNER_KEY: Final = "owner"
"""The owner's name, where the account's users can be read; else the id that the lead has."""

CUSTOM_NAME: Final = r".{1,80}_[0-9a-fA-F]{13}"
"""What the system name of a custom field looks like: its first label, and a mark."""

_CUSTOM_MARK: Final = re.compile(r"_[0-9a-fA-F]{13}$")
_PHONE_NAME: Final = re.compile(r"phone|mobile|\bcell|\bfax|telefon", re.IGNORECASE)
_POSTAL_NAME: Final = re.compile(r"\bzip|postal|postcode", re.IGNORECASE)
_ID_NAME: Final = re.compile(r"ID$|\b(?:id|number|code|no)\b\.?$")


def column_of(
    key: str, title: str, kind: Kind = Kind.TEXT, *, shown: bool = False, path: tuple[str, ...] = ()
) -> Column:
    """A column whose texts are decoded and whose times are in UTC."""
    translate = decode_entities if kind in TEXT_KINDS or kind is Kind.OBJECT else None
    if kind is Kind.MOMENT:
        translate = read_utc_moment
    return Column(key, title, kind, path or (key,), shown=shown, translate=translate)


LEAD_COLUMNS: Final = (
    column_of("firstName", "First name", shown=True),
    column_of("lastName", "Last name", shown=True),
    column_of("phoneNumber", "Phone", Kind.PHONE, shown=True),
    column_of("emailAddress", "E-mail", Kind.EMAIL, shown=True),
    column_of("leadStatus", "Lead status", shown=True),
    column_of(OWNER_KEY, "Owner", shown=True, path=("ownerID",)),
    column_of("companyName", "Company", shown=True),
    column_of("createTimestamp", "Created", Kind.MOMENT, shown=True),
    column_of("updateTimestamp", "Updated", Kind.MOMENT, shown=True),
    column_of("id", "Id", Kind.IDENTIFIER, shown=True),
    column_of("mobilePhoneNumber", "Mobile phone", Kind.PHONE),
    column_of("officePhoneNumber", "Office phone", Kind.PHONE),
    column_of("phoneNumberExtension", "Phone extension", Kind.IDENTIFIER),
    column_of("faxNumber", "Fax", Kind.PHONE),
    column_of("title", "Title"),
    column_of("street", "Street"),
    column_of("city", "City"),
    column_of("state", "State"),
    column_of("zipcode", "ZIP", Kind.POSTAL_CODE),
    column_of("country", "Country"),
    column_of("website", "Website", Kind.URL),
    column_of("industry", "Industry"),
    column_of("description", "Description", Kind.LONG_TEXT),
    column_of("persona", "Persona"),
    column_of("leadScore", "Lead score", Kind.NUMBER),
    column_of("leadScoreWeighted", "Lead score, weighted", Kind.NUMBER),
    column_of("isUnsubscribed", "Unsubscribed", Kind.YES_NO),
    column_of("isQualified", "Qualified", Kind.YES_NO),
    column_of("isContact", "Contact", Kind.YES_NO),
    column_of("isCustomer", "Customer", Kind.YES_NO),
    column_of("active", "Active", Kind.YES_NO),
    column_of("status", "Status"),
    column_of("ownerID", "Owner id", Kind.IDENTIFIER),
    column_of("campaignID", "Campaign id", Kind.IDENTIFIER),
    column_of("accountID", "Account id", Kind.IDENTIFIER),
    column_of("trackingID", "Tracking id", Kind.IDENTIFIER),
)

EVENT_COLUMNS: Final = (
    column_of("createTimestamp", "Time", Kind.MOMENT, shown=True),
    column_of("eventName", "Event", shown=True),
    column_of("eventSource", "Source", shown=True),
    column_of("leadID", "Lead id", Kind.IDENTIFIER, shown=True),
    column_of("whatType", "About", shown=True),
    column_of("whatID", "About id", Kind.IDENTIFIER),
    column_of("eventData", "Data", Kind.OBJECT, shown=True),
    column_of("id", "Id", Kind.IDENTIFIER),
)

TIMELINE_COLUMNS: Final = (
    column_of("createTimestamp", "Time", Kind.MOMENT, shown=True),
    column_of("eventSource", "Source", shown=True),
    column_of("eventName", "Event", shown=True),
    column_of("whatType", "About", shown=True),
    column_of("whoID", "Lead id", Kind.IDENTIFIER, shown=True),
    column_of("dueToHardBounce", "Due to a hard bounce", Kind.YES_NO),
    column_of("__createTimestamp", "Time, as sent twice", Kind.MOMENT),
)

MEMBERSHIP_COLUMNS: Final = (
    column_of("memberID", "Lead id", Kind.IDENTIFIER, shown=True),
    replace(column_of("listIDs", "List ids", Kind.TEXT, shown=True), translate=join_list),
    column_of("rows", "As sent", Kind.OBJECT),
)

FIELD_COLUMNS: Final = (
    column_of("label", "Label", shown=True),
    column_of("systemName", "System name", shown=True),
    column_of("relationship", "Belongs to", shown=True),
    column_of("dataType", "Data type", shown=True),
    column_of("dataLength", "Length", Kind.INTEGER),
    column_of("isCustom", "Custom", Kind.YES_NO, shown=True),
    column_of("isActive", "Active", Kind.YES_NO, shown=True),
    column_of("isRequired", "Required", Kind.YES_NO),
    column_of("isAvailableInContactManager", "In the contact manager", Kind.YES_NO),
    column_of("isEditableInContactManager", "Editable in the contact manager", Kind.YES_NO),
    column_of("isAvailableInForms", "In forms", Kind.YES_NO),
    column_of("source", "Source"),
    column_of("id", "Id", Kind.IDENTIFIER),
)


def columns_in_version(columns: tuple[Column, ...], *, times_are_utc: bool) -> tuple[Column, ...]:
    """The columns for the account's API version: times of v1 are in a zone that nobody names, and stay as given."""
    if times_are_utc:
        return columns
    return tuple(
        replace(column, translate=read_moment_as_given) if column.kind is Kind.MOMENT else column for column in columns
    )


def says_utc(columns: Iterable[Column]) -> bool:
    """Whether these columns read times as UTC; so do those of no account."""
    return all(column.translate is not read_moment_as_given for column in columns)


def discover_lead_columns(rows: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    """Columns for the keys that no document names: custom fields, in the order in which they first appear."""
    return _discover(rows, LEAD_COLUMNS)


def discover_event_columns(rows: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    """As `discover_lead_columns`."""
    return _discover(rows, EVENT_COLUMNS)


def discover_timeline_columns(rows: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    """As `discover_lead_columns`."""
    return _discover(rows, TIMELINE_COLUMNS)


def discover_membership_columns(rows: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    """As `discover_lead_columns`."""
    return _discover(rows, MEMBERSHIP_COLUMNS)


def discover_field_columns(rows: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    """As `discover_lead_columns`."""
    return _discover(rows, FIELD_COLUMNS)


def guess_label(system_name: str) -> str:
    """`favorite_color_5a0dd86e6e290` as "Favorite color": for fields whose label the account does not tell."""
    text = _CUSTOM_MARK.sub("", system_name).replace("_", " ").strip()
    return text[:1].upper() + text[1:] if text else system_name


def guess_kind(label: str, data_type: str = "") -> Kind:
    """The kind of a field by its label and the vendor's data type.

    A number that people dial or copy is text, whatever its type. Dates stay text: in which zone a custom field holds
    them is not known, so they are never moved (section 7).
    """
    known = _KINDS.get(data_type.strip().lower(), Kind.TEXT)
    if _PHONE_NAME.search(label) and known is not Kind.YES_NO:
        return Kind.PHONE
    if _POSTAL_NAME.search(label) and known is not Kind.YES_NO:
        return Kind.POSTAL_CODE
    return Kind.IDENTIFIER if known is Kind.INTEGER and _ID_NAME.search(label) else known


_KINDS: Final = {
    "int": Kind.INTEGER,
    "integer": Kind.INTEGER,
    "float": Kind.NUMBER,
    "decimal": Kind.NUMBER,
    "currency": Kind.MONEY,
    "boolean": Kind.YES_NO,
    "bit": Kind.YES_NO,
    "email": Kind.EMAIL,
    "phone": Kind.PHONE,
    "url": Kind.URL,
    "text": Kind.LONG_TEXT,
    "textarea": Kind.LONG_TEXT,
}


def _discover(rows: Iterable[Mapping[str, Any]], known: tuple[Column, ...]) -> tuple[Column, ...]:
    names = {column.key for column in known}
    titles = {column.title for column in known}
    nested: dict[str, bool] = {}
    for row in rows:
        for key, value in row.items():
            if key not in names:
                nested[key] = nested.get(key, False) or isinstance(value, dict | list)
    found: list[Column] = []
    for key, is_nested in nested.items():
        label = guess_label(key)
        title = label if label not in titles else f"{label} ({key})"
        titles.add(title)
        found.append(column_of(key, title, Kind.OBJECT if is_nested else guess_kind(label)))
    return tuple(found)
