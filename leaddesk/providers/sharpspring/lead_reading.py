"""Reading a SharpSpring lead: who, how to reach them, and every key that came under the account's label (section 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column, merge_columns
from leaddesk.domain.lead import Email, Lead, Phone, Place
from leaddesk.domain.record_detail import FieldGroup, FieldValue, RecordDetail
from leaddesk.providers.sharpspring.columns import LEAD_COLUMNS, OWNER_KEY, discover_lead_columns, says_utc
from leaddesk.providers.sharpspring.plain_values import flag_of, id_of, moment_of, text_of

_STANDARD: Final = frozenset(column.key for column in LEAD_COLUMNS)
_STAGES: Final = {
    "unqualified": "Unqualified",
    "open": "Open",
    "qualified": "Qualified",
    "contact": "Contact",
    "contactWithOpp": "Contact with an opportunity",
    "customer": "Customer",
}
"""An unknown status is shown as it is: accounts may have others."""

UNSUBSCRIBED_WORDS: Final = "Unsubscribed from e-mail: send no mailings."
DEACTIVATED_NOTE: Final = "This lead is deactivated: SharpSpring leaves it out of every list."


def read_lead_detail(values: Mapping[str, Any], columns: Sequence[Column]) -> RecordDetail:
    """Everything a lead holds. Any object is accepted; nothing is left out. `columns` carry the account's labels."""
    all_columns = _columns_for(values, columns)
    lead = read_lead(values, all_columns)
    lead_id = id_of(values)
    email = lead.emails[0].text if lead.emails else ""
    return RecordDetail(
        title=lead.name or email or (f"Lead {lead_id}" if lead_id else "Lead without an id"),
        subtitle=f"Lead {lead_id}" if lead_id else "SharpSpring sent no id for this lead",
        lead=lead,
        groups=_read_groups(values, all_columns),
        notes=(DEACTIVATED_NOTE,) if flag_of(values, "active") is False else (),
    )


def read_lead(values: Mapping[str, Any], columns: Sequence[Column]) -> Lead:
    """The part that is the same in every provider. Times of v1 are in an unknown zone and stand with the fields."""
    is_utc = says_utc(columns)
    return Lead(
        name=read_name(values),
        phones=_read_phones(values, columns),
        emails=tuple(
            Email(text, column.title)
            for column in columns
            if column.kind is Kind.EMAIL and (text := text_of(values, column.key))
        ),
        place=Place(
            street=text_of(values, "street"),
            city=text_of(values, "city"),
            state=text_of(values, "state"),
            postal_code=text_of(values, "zipcode"),
            country=text_of(values, "country"),
        ),
        stage=_STAGES.get(text_of(values, "leadStatus"), text_of(values, "leadStatus")),
        owner=read_owner(values, columns),
        added=moment_of(values.get("createTimestamp")) if is_utc else None,
        updated=moment_of(values.get("updateTimestamp")) if is_utc else None,
        do_not_contact=(UNSUBSCRIBED_WORDS,) if flag_of(values, "isUnsubscribed") else (),
    )


def read_name(values: Mapping[str, Any]) -> str:
    """First and last name as far as given."""
    return " ".join(part for part in (text_of(values, "firstName"), text_of(values, "lastName")) if part)


def read_owner(values: Mapping[str, Any], columns: Sequence[Column]) -> str:
    """The owner's name where the account's users are known, else the id."""
    column = next((column for column in columns if column.key == OWNER_KEY), None)
    if not id_of(values, "ownerID") or column is None:
        return ""
    return str(column.cell_in(values))


def _columns_for(values: Mapping[str, Any], columns: Sequence[Column]) -> tuple[Column, ...]:
    """The account's columns, then the declared ones, then one for each key that came and has none."""
    known = merge_columns(tuple(columns), LEAD_COLUMNS)
    return merge_columns(known, discover_lead_columns([{k: v for k, v in values.items() if k not in _keys(known)}]))


def _keys(columns: Sequence[Column]) -> frozenset[str]:
    return frozenset(column.key for column in columns)


def _read_phones(values: Mapping[str, Any], columns: Sequence[Column]) -> tuple[Phone, ...]:
    """Every field that holds a phone; the extension is told with the office phone, or else with the first one."""
    extension = text_of(values, "phoneNumberExtension").strip("0 ") and text_of(values, "phoneNumberExtension")
    with_extension = "officePhoneNumber" if text_of(values, "officePhoneNumber") else "phoneNumber"
    phones: list[Phone] = []
    for column in columns:
        text = text_of(values, column.key) if column.kind is Kind.PHONE else ""
        if not any(char in "123456789" for char in text):
            continue
        is_extended = bool(extension) and column.key == with_extension
        phones.append(Phone(text, f"{column.title}, extension {extension}" if is_extended else column.title))
    return tuple(phones)


def _read_groups(values: Mapping[str, Any], columns: Sequence[Column]) -> tuple[FieldGroup, ...]:
    standard: list[FieldValue] = []
    custom: list[FieldValue] = []
    for column in columns:
        if column.key == OWNER_KEY or column.key not in values:
            continue
        group = standard if column.key in _STANDARD else custom
        group.append(_read_value(values, column, columns))
    note = "" if custom else "SharpSpring sent no custom field for this lead."
    return (
        FieldGroup("fields", "Fields", tuple(standard)),
        FieldGroup("custom", "Custom fields", tuple(custom), note),
    )


def _read_value(values: Mapping[str, Any], column: Column, columns: Sequence[Column]) -> FieldValue:
    meaning = ""
    if column.key == "ownerID":
        owner = read_owner(values, columns)
        meaning = owner if owner != text_of(values, "ownerID") else ""
    elif column.key == "isUnsubscribed" and flag_of(values, "isUnsubscribed"):
        meaning = UNSUBSCRIBED_WORDS
    return FieldValue(column.key, column.title, column.kind, column.raw_in(values), meaning)
