"""The parts of a Lofty lead as tabs: inquiry, properties, custom fields, family, tags, roles (dossier section 5)."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from leaddesk.domain.cell import NOT_SENT, Kind
from leaddesk.domain.record import decode_json
from leaddesk.domain.record_detail import FieldGroup, FieldValue
from leaddesk.providers.lofty.columns import ATTRIBUTE_KINDS, ATTRIBUTES, join_places, read_attribute
from leaddesk.providers.lofty.documented import FAMILY_MEMBER, HANDLING, INQUIRY, PROPERTY, ROLE, TAG, Key
from leaddesk.providers.lofty.json_values import (
    first_text,
    join_names,
    read_list,
    read_names,
    read_object,
    read_text,
    read_texts,
)
from leaddesk.providers.lofty.lead_words import ownership_words
from leaddesk.providers.lofty.part_rows import guess_row, read_row, read_rows

PART_KEYS = frozenset(
    {
        "leadInquiry", "leadPropertyList", ATTRIBUTES, "leadFamilyMemberList", "tags", "segments", "groups",
        "customRoleList",
    }
)  # fmt: skip
"""Keys of a lead that have a tab of their own, or a place in one."""


def read_inquiry(lead: Mapping[str, Any]) -> FieldGroup:
    """What they look for."""
    inquiry = lead.get("leadInquiry")
    if not isinstance(inquiry, dict):
        return _nothing("inquiry", "Inquiry", lead, "leadInquiry", "no inquiry")
    rows = read_rows(read_object(inquiry), INQUIRY, prefix="leadInquiry.", meanings={"locations": join_places})
    return FieldGroup("inquiry", "Inquiry", rows)


def read_properties(lead: Mapping[str, Any]) -> FieldGroup:
    """Houses they own or look at, one after the other."""
    return _read_entries(lead, _Entries("leadPropertyList", "properties", "Properties", "Property", PROPERTY))


def read_family(lead: Mapping[str, Any]) -> FieldGroup:
    """Whom Lofty lists as family."""
    return _read_entries(lead, _Entries("leadFamilyMemberList", "family", "Family", "Member", FAMILY_MEMBER))


def read_custom_fields(lead: Mapping[str, Any]) -> FieldGroup:
    """The team's own fields, under the team's names; what kind they are and what may be chosen, in words."""
    rows: list[FieldValue] = []
    for place, entry in enumerate(read_list(lead.get(ATTRIBUTES))):
        attribute = read_object(entry)
        name = first_text(attribute, "attributeName")
        if not name:
            rows.append(guess_row(f"{ATTRIBUTES}[{place}]", entry))
            continue
        kind = ATTRIBUTE_KINDS.get(first_text(attribute, "attributeType"), Kind.TEXT)
        value = read_attribute(attribute) if "value" in attribute else NOT_SENT
        rows.append(FieldValue(f"{ATTRIBUTES}.{name}", name, kind, value, _attribute_words(attribute)))
        more = {key: raw for key, raw in attribute.items() if key not in _ATTRIBUTE_KEYS}
        rows += read_rows(more, (), prefix=f"{ATTRIBUTES}.{name}.", caption=f"{name}: ")
    if not rows:
        return _nothing("custom", "Custom fields", lead, ATTRIBUTES, "no custom fields")
    return FieldGroup("custom", "Custom fields", tuple(rows))


def read_tags(lead: Mapping[str, Any]) -> FieldGroup:
    """Tags with when and by whom, segments, and the groups that were before segments."""
    rows: list[FieldValue] = []
    for place, entry in enumerate(read_list(lead.get("tags"))):
        prefix, caption = f"tags[{place}].", f"Tag {place + 1}: "
        if isinstance(entry, dict):
            rows += read_rows(read_object(entry), TAG, prefix=prefix, caption=caption)
        else:
            rows.append(read_row(Key("tagName", "Tag"), entry, prefix, caption))
    if not rows:
        rows.append(FieldValue("tags", "Tags", Kind.TEXT, _named_or_raw(lead, "tags", "tagName", "name")))
    rows += [
        FieldValue("segments", "Segments", Kind.TEXT, _named_or_raw(lead, "segments", "segmentName", "name")),
        FieldValue("groups", "Groups (old)", Kind.TEXT, _named_or_raw(lead, "groups", "groupName", "name")),
    ]
    return FieldGroup("tags", "Tags and segments", tuple(rows))


def read_handling(lead: Mapping[str, Any]) -> FieldGroup:
    """Who looks after the lead: user, lender, pond, ownership, and who holds each role."""
    own = {key.name: lead[key.name] for key in HANDLING if key.name in lead}
    rows = list(read_rows(own, HANDLING, meanings={"ownershipScope": ownership_words}))
    for place, entry in enumerate(read_list(lead.get("customRoleList"))):
        role = read_object(entry)
        if not role:
            rows.append(guess_row(f"customRoleList[{place}]", entry))
            continue
        name = first_text(role, "role", "roleName") or f"Role {place + 1}"
        rows += read_rows(role, ROLE, prefix=f"customRoleList[{place}].", caption=f"{name}: ")
    if not read_list(lead.get("customRoleList")):
        rows.append(FieldValue("customRoleList", "Roles", Kind.TEXT, _named_or_raw(lead, "customRoleList", "role")))
    return FieldGroup("handling", "Assignment and roles", tuple(rows))


def mailing_home(lead: Mapping[str, Any]) -> dict[str, Any]:
    """The property that mail goes to; empty when none is marked so."""
    homes = (read_object(entry) for entry in read_list(lead.get("leadPropertyList")))
    marked = [home for home in homes if read_text(home.get("mailAddress")).lower() == "true"]
    return marked[0] if marked else {}


@dataclass(frozen=True, slots=True)
class _Entries:
    """A list of objects: the vendor's key, the tab's key and title, what stands before each label."""

    list_key: str
    key: str
    title: str
    caption: str
    keys: tuple[Key, ...]


def _read_entries(lead: Mapping[str, Any], entries: _Entries) -> FieldGroup:
    rows: list[FieldValue] = []
    for place, entry in enumerate(read_list(lead.get(entries.list_key))):
        name = f"{entries.list_key}[{place}]"
        if isinstance(entry, dict):
            caption = f"{entries.caption} {place + 1}: "
            rows += read_rows(read_object(entry), entries.keys, prefix=f"{name}.", caption=caption)
        else:
            rows.append(guess_row(name, entry))
    if not rows:
        return _nothing(entries.key, entries.title, lead, entries.list_key, f"no {entries.title.lower()}")
    return FieldGroup(entries.key, entries.title, tuple(rows))


def _nothing(key: str, title: str, lead: Mapping[str, Any], list_key: str, words: str) -> FieldGroup:
    """An empty tab that says why; a value that is neither null nor an empty list is shown as it came."""
    raw = lead.get(list_key)
    if raw is not None and raw != []:
        return FieldGroup(key, title, (guess_row(list_key, raw),))
    told = (
        f"Lofty sent {words} for this lead." if list_key in lead else "Lofty did not send this section for this lead."
    )
    return FieldGroup(key, title, (), told)


def _named_or_raw(lead: Mapping[str, Any], key: str, *name_keys: str) -> Any:
    """The names of a list as one text; null, missing and other shapes stay what they are."""
    raw = lead.get(key, NOT_SENT)
    return join_names(read_names(raw, *name_keys)) if isinstance(raw, list) else raw


_ATTRIBUTE_KEYS = frozenset({"attributeName", "attributeType", "value", "params"})


def _attribute_words(attribute: Mapping[str, Any]) -> str:
    kind = first_text(attribute, "attributeType").replace("_", " ")
    params = attribute.get("params")
    options: tuple[str, ...] = ()
    if isinstance(params, str) and params.strip():
        with suppress(ValueError):
            options = read_texts(read_object(decode_json(params.encode("utf-8", "replace"))).get("option"))
        if not options:
            return f"{kind}; {params}" if kind else params
    elif isinstance(params, dict):
        options = read_texts(read_object(params).get("option"))
    return f"{kind}: {join_names(options)}" if options else kind
