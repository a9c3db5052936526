"""Reading a LeadExec lead: who, how to reach them, where from, and every key that came (dossier section 3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from leaddesk.domain.cell import plain_text
from leaddesk.domain.lead import Email, Lead, Phone, Place, Validity
from leaddesk.domain.record_detail import FieldGroup, FieldValue, RecordDetail
from leaddesk.domain.send_history import SendHistory
from leaddesk.providers.leadexec.consent_reading import read_consent
from leaddesk.providers.leadexec.documented import FIELDS, LAST_UPDATED, PROPERTIES, UID
from leaddesk.providers.leadexec.key_guessing import guess_label, is_email_name, is_phone_name
from leaddesk.providers.leadexec.lead_timeline import read_lead_timeline
from leaddesk.providers.leadexec.section_rows import (
    read_id,
    read_moment,
    read_number,
    read_row,
    read_rows,
    read_section,
    read_text,
    read_yes_no,
)
from leaddesk.providers.leadexec.send_reading import read_sends
from leaddesk.providers.leadexec.verification_reading import read_verification

_SECTIONS: Final = ("Properties", "Fields", "TCPAInformation", "SendInformation", "TrestleVerification")
_TOP_LEVEL: Final = {UID.name: UID, LAST_UPDATED.name: LAST_UPDATED}
_FIELD_LABELS: Final = {key.name: key.label for key in FIELDS}


def read_lead_detail(record: Mapping[str, Any]) -> RecordDetail:
    """Everything a lead record holds, in the order of the pane. Any JSON object is accepted; nothing is left out."""
    lead = read_lead(record)
    sends = read_sends(record)
    lead_id = read_id(record.get(UID.name))
    return RecordDetail(
        title=_title(lead.name, lead_id),
        subtitle=f"Lead {lead_id}" if lead_id else "LeadExec sent no id for this lead",
        lead=lead,
        groups=_read_groups(record),
        consent=read_consent(record),
        sends=sends,
        closing_groups=(read_verification(record),),
        timeline=read_lead_timeline(record, sends),
    )


def read_lead_sends(record: Mapping[str, Any]) -> tuple[str, SendHistory]:
    """The title and the sends alone, as `read_lead_detail` gives them, in a fifth of its time."""
    name = _read_name(read_section(record, "Fields") or {}) or _read_name(read_section(record, "TCPAInformation") or {})
    return _title(name, read_id(record.get(UID.name))), read_sends(record)


def _title(name: str, lead_id: str) -> str:
    return name or (f"Lead {lead_id}" if lead_id else "Lead without an id")


def read_lead(record: Mapping[str, Any]) -> Lead:
    """The part that is the same in every provider."""
    properties = read_section(record, "Properties") or {}
    fields = read_section(record, "Fields") or {}
    consent = read_section(record, "TCPAInformation") or {}
    return Lead(
        name=_read_name(fields) or _read_name(consent),
        phones=_read_phones(fields, consent),
        emails=tuple(
            Email(text, _label(name)) for name, raw in fields.items() if is_email_name(name) and (text := _scalar(raw))
        ),
        place=_read_place(fields, properties),
        time_zone=read_text(properties.get("Timezone")),
        source=read_text(properties.get("LeadSource")),
        campaign=read_text(properties.get("Campaign")) or read_text(properties.get("CampaignName")),
        channel=read_text(properties.get("Channel")),
        owner=read_text(properties.get("UserAssigned")),
        grade=read_text(properties.get("LeadGrade")),
        price=read_number(properties.get("Price")),
        added=read_moment(properties.get("DateAdded")),
        updated=read_moment(record.get(LAST_UPDATED.name)),
        validity=Validity(
            read_yes_no(properties.get("IsValid")),
            read_text(properties.get("InvalidReason")),
            read_text(properties.get("ReturnStatus")),
        ),
        consent_flag=read_yes_no(properties.get("TCPACompliant")),
    )


def _read_name(section: Mapping[str, Any]) -> str:
    parts = (read_text(section.get("FirstName")), read_text(section.get("LastName")))
    whole = " ".join(part for part in parts if part)
    return whole or read_text(section.get("FullName")) or read_text(section.get("Name"))


def _read_phones(fields: Mapping[str, Any], consent: Mapping[str, Any]) -> tuple[Phone, ...]:
    phones = [
        Phone(text, _label(name))
        for name, raw in fields.items()
        if is_phone_name(name) and _digits(text := _scalar(raw)).strip("0")
    ]
    typed = _scalar(consent.get("PhoneNumber"))
    if _digits(typed).strip("0") and _digits(typed) not in {_digits(phone.text) for phone in phones}:
        phones.append(Phone(typed, "Phone of the consent record"))
    return tuple(phones)


def _read_place(fields: Mapping[str, Any], properties: Mapping[str, Any]) -> Place:
    latitude, longitude = read_number(properties.get("Lat")), read_number(properties.get("Long"))
    if not latitude and not longitude:
        latitude = longitude = None  # 0, 0 lies in the sea: LeadExec's way of writing "not known"
    return Place(
        street=read_text(fields.get("StreetAddress")) or read_text(fields.get("Address")),
        city=read_text(fields.get("City")),
        state=read_text(fields.get("State")),
        postal_code=read_text(fields.get("PostalCode")) or read_text(fields.get("ZipCode")),
        country=read_text(fields.get("Country")),
        latitude=latitude,
        longitude=longitude,
    )


def _read_groups(record: Mapping[str, Any]) -> tuple[FieldGroup, ...]:
    groups = [_read_fields(record), _read_properties(record)]
    other = _read_other(record)
    if other:
        groups.append(FieldGroup("other", "Other", other))
    return tuple(groups)


def _read_fields(record: Mapping[str, Any]) -> FieldGroup:
    fields = read_section(record, "Fields")
    if fields is None:
        return FieldGroup("fields", "Fields", (), "LeadExec sent no fields for this lead.")
    return FieldGroup("fields", "Fields", read_rows(fields, FIELDS, add_missing=False))


def _read_properties(record: Mapping[str, Any]) -> FieldGroup:
    """UID and LastUpdated stand at the top of the record; they are shown around the properties."""
    properties = read_section(record, "Properties")
    around = {name: read_row(name, record[name], key) for name, key in _TOP_LEVEL.items() if name in record}
    rows = () if properties is None else read_rows(properties, PROPERTIES, add_missing=True)
    note = "LeadExec sent no properties for this lead." if properties is None else ""
    first = (around[UID.name],) if UID.name in around else ()
    last = (around[LAST_UPDATED.name],) if LAST_UPDATED.name in around else ()
    return FieldGroup("properties", "Properties", (*first, *rows, *last), note)


def _read_other(record: Mapping[str, Any]) -> tuple[FieldValue, ...]:
    """Keys at the top that no document names, and sections that are no objects."""
    return tuple(
        read_row(name, raw)
        for name, raw in record.items()
        if name not in _TOP_LEVEL and not (name in _SECTIONS and (isinstance(raw, dict) or raw is None))
    )


def _label(name: str) -> str:
    return _FIELD_LABELS.get(name) or guess_label(name)


def _scalar(raw: Any) -> str:
    """Text of a single value; a list, an object or yes/no is no phone and no address."""
    return plain_text(raw).strip() if isinstance(raw, str | int | float) and not isinstance(raw, bool) else ""


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
