"""Reading a LeadSquared lead: who, how to reach them, where from, and every field that came. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column, merge_columns
from leaddesk.domain.lead import Email, Lead, Phone, Place
from leaddesk.domain.record_detail import FieldGroup, FieldValue
from leaddesk.domain.timeline import TimelineEvent
from leaddesk.providers.leadsquared.columns import (
    CUSTOM_PREFIX,
    LEAD_COLUMNS,
    OWNER_KEY,
    OWNER_NAME_KEY,
    discover_columns,
    is_email_name,
    is_phone_name,
)
from leaddesk.providers.leadsquared.json_values import (
    EMPTY_OBJECT,
    first_text,
    is_guid,
    read_flag,
    read_number,
    read_text,
)
from leaddesk.providers.leadsquared.moments import read_moment

_DO_NOT: Final = re.compile(
    r"do_?not_?(call|phone|contact|e_?mail|mail|sms|text|whats_?app)$|(?:^|_)(dnc|dnd)$", re.IGNORECASE
)
_DO_NOT_WORDS: Final = {
    "call": "call", "phone": "call", "contact": "contact", "email": "e-mail", "mail": "mail", "sms": "text",
    "text": "text", "whatsapp": "write by WhatsApp", "dnc": "call", "dnd": "disturb",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labels:
    """The columns of a lead's fields by name: the account's own, the standard ones, and guesses for the rest."""

    columns: Mapping[str, Column]

    def label(self, name: str) -> str:
        """What a person reads."""
        return self.columns[name].title if name in self.columns else name

    def user_name(self, raw: Any) -> str:
        """The name of a user by id; empty when it is none that is known."""
        column = self.columns.get(OWNER_NAME_KEY)
        if column is None or column.translate is None or not isinstance(raw, str):
            return ""
        name = read_text(column.translate(raw))
        return "" if name == raw else name


def label_fields(row: Mapping[str, Any], columns: Sequence[Column]) -> Labels:
    """Labels for this row; `columns` are those of the result, which carry the account's own names."""
    known = merge_columns(merge_columns(tuple(columns), LEAD_COLUMNS), discover_columns([row]))
    return Labels({column.key: column for column in known})


def read_lead(row: Mapping[str, Any], labels: Labels) -> Lead:
    """The part that is the same in every provider."""
    latitude, longitude = read_number(row.get("Latitude")), read_number(row.get("Longitude"))
    if latitude is None or longitude is None or not (latitude or longitude):
        latitude = longitude = None  # half a place is none; 0, 0 lies in the sea
    return Lead(
        name=read_name(row),
        phones=tuple(
            Phone(text, labels.label(name))
            for name, raw in row.items()
            if _is_phone(name, labels) and re.sub(r"\D", "", text := _scalar(raw)).strip("0")
        ),
        emails=tuple(
            Email(text, labels.label(name))
            for name, raw in row.items()
            if is_email_name(name) and (text := _scalar(raw))
        ),
        place=Place(
            street=", ".join(text for key in ("mx_Street1", "mx_Street2") if (text := read_text(row.get(key)))),
            city=first_text(row, "mx_City", "City"),
            state=first_text(row, "mx_State", "State"),
            postal_code=first_text(row, "mx_Zip", "Zip"),
            country=first_text(row, "mx_Country", "Country"),
            latitude=latitude,
            longitude=longitude,
        ),
        time_zone=first_text(row, "TimeZone"),
        source=first_text(row, "Source"),
        campaign=first_text(row, "SourceCampaign"),
        channel=first_text(row, "SourceMedium", "Origin"),
        stage=first_text(row, "ProspectStage"),
        owner=labels.user_name(row.get(OWNER_KEY)) or first_text(row, "OwnerIdName", "OwnerIdEmailAddress", OWNER_KEY),
        grade=first_text(row, "Score"),
        added=read_moment(row.get("CreatedOn")),
        updated=read_moment(row.get("ModifiedOn")),
        do_not_contact=_read_do_not_contact(row, labels),
    )


def read_name(row: Mapping[str, Any]) -> str:
    """First and last name, as far as given."""
    return " ".join(text for key in ("FirstName", "LastName") if (text := read_text(row.get(key))))


def read_groups(row: Mapping[str, Any], labels: Labels) -> tuple[FieldGroup, ...]:
    """Every field that came, in the vendor's order: LeadSquared's own, then the account's custom ones."""
    own = tuple(_read_field(name, row, labels) for name in row if not name.startswith(CUSTOM_PREFIX))
    custom = tuple(_read_field(name, row, labels) for name in row if name.startswith(CUSTOM_PREFIX))
    groups = [FieldGroup("fields", "Fields", own)]
    return tuple([*groups, FieldGroup("custom", "Custom fields", custom)] if custom else groups)


def read_row_events(row: Mapping[str, Any], *, with_last_activity: bool) -> list[TimelineEvent]:
    """What the lead's own dates tell; its last activity only where the activities themselves are not there."""
    source = first_text(row, "Source")
    told = [
        ("CreatedOn", "created", f"Lead created, source {source}" if source else "Lead created"),
        ("ModifiedOn", "modified", "Lead last modified"),
    ]
    if with_last_activity:
        name = first_text(row, "ProspectActivityName_Max")
        told.append(
            ("ProspectActivityDate_Max", "last activity", f"Last activity: {name}" if name else "Last activity")
        )
    return [
        TimelineEvent(moment, kind, words)
        for key, kind, words in told
        if (moment := read_moment(row.get(key))) is not None
    ]


def _read_field(name: str, row: Mapping[str, Any], labels: Labels) -> FieldValue:
    column = labels.columns[name]
    raw = column.raw_in(row)
    meaning = "LeadSquared writes {} for empty." if row[name] == EMPTY_OBJECT else ""
    if isinstance(row[name], str) and is_guid(row[name]):
        meaning = labels.user_name(row[name])
    return FieldValue(name, column.title, column.kind, raw, meaning)


def _is_phone(name: str, labels: Labels) -> bool:
    """By the account's word for its kind, or by its name."""
    column = labels.columns.get(name)
    return is_phone_name(name) or (column is not None and column.kind is Kind.PHONE)


def _read_do_not_contact(row: Mapping[str, Any], labels: Labels) -> tuple[str, ...]:
    """One sentence for each flag that is set; a flag whose value is neither yes nor no is told as it is."""
    sentences: list[str] = []
    for name, raw in row.items():
        match = _DO_NOT.search(name)
        text = read_text(raw)
        if match is None or not text:
            continue
        flag = read_flag(raw)
        if flag is None:
            sentences.append(f"{labels.label(name)}: “{text}”.")
        elif flag:
            what = (match[1] or match[2]).lower().replace("_", "")
            sentences.append(f"Do not {_DO_NOT_WORDS[what]} ({labels.label(name)}).")
    return tuple(sentences)


def _scalar(raw: Any) -> str:
    return "" if isinstance(raw, bool) else read_text(raw)
