"""Reading a Lofty lead: who, how to reach them and how not to, where from, and every key that came (dossier 5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from leaddesk.domain.cell import NOT_SENT, Kind
from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood
from leaddesk.domain.lead import Email, FamilyMember, Lead, Phone, Place
from leaddesk.domain.record import Record
from leaddesk.domain.record_detail import FieldGroup, FieldValue, RecordDetail
from leaddesk.providers.lofty.documented import CONTACT, HANDLING, PERSON
from leaddesk.providers.lofty.json_values import (
    first_text,
    is_not_set,
    read_flag,
    read_id,
    read_list,
    read_objects,
    read_text,
    read_texts,
)
from leaddesk.providers.lofty.lead_words import DO_NOT_CALL_STATUSES, lead_type_words, phone_status_words
from leaddesk.providers.lofty.moments import read_moment
from leaddesk.providers.lofty.nested_parts import (
    PART_KEYS,
    mailing_home,
    read_custom_fields,
    read_family,
    read_handling,
    read_inquiry,
    read_properties,
    read_tags,
)
from leaddesk.providers.lofty.part_rows import guess_row, read_rows
from leaddesk.providers.lofty.timeline import read_lead_events

_PHONE_KEYS: Final = frozenset({"phones", "phoneStatuses"})
_TABBED: Final = PART_KEYS | _PHONE_KEYS | {key.name for key in (*PERSON, *CONTACT, *HANDLING)}

_FLAGS: Final = {
    "cannotCall": "Do not call: Lofty marks this lead as not to be called.",
    "cannotText": "Do not text: Lofty marks this lead as not to be texted.",
    "cannotEmail": "Do not e-mail: Lofty marks this lead as not to be mailed.",
    "unsubscription": "Unsubscribed from e-mails.",
    "hiddenFlag": "Hidden in Lofty: look there why before you contact this lead.",
}
_STATUS_SENTENCES: Final = {
    "4": "Do not call {}: the number is on a do-not-call list.",
    "5": "Do not call {}: Lofty marks the person behind this number as do-not-call.",
}


def read_detail(record: Record) -> RecordDetail:
    """Everything the record of a lead holds, in the order of the pane.

    Raises:
        AnswerNotUnderstood: the record is no JSON object; the page reader lets no such row through.
    """
    return read_lead_detail(read_values(record))


def read_values(record: Record) -> dict[str, Any]:
    """The record's object.

    Raises:
        AnswerNotUnderstood: it is none.
    """
    try:
        values: object = record.values()
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise AnswerNotUnderstood("This record could not be read.", fault=AnswerFault.OTHER_SHAPE)
    return values


def read_lead_detail(lead: Mapping[str, Any]) -> RecordDetail:
    """A lead's object read into tabs. Any JSON object is accepted; nothing is left out."""
    who = read_lead(lead)
    lead_id = read_id(lead.get("leadId"))
    return RecordDetail(
        title=who.name or (f"Lead {lead_id}" if lead_id else "Lead without an id"),
        subtitle=f"Lead {lead_id}" if lead_id else "Lofty sent no id for this lead",
        lead=who,
        groups=_read_groups(lead),
        timeline=read_lead_events(lead),
    )


def read_lead(lead: Mapping[str, Any]) -> Lead:
    """The part that is the same in every provider."""
    score = lead.get("score")
    return Lead(
        name=_read_name(lead),
        phones=tuple(Phone(text, _phone_label(words)) for text, _status, words in _read_phones(lead)),
        emails=tuple(Email(text, "E-mail") for text in read_texts(lead.get("emails"))),
        place=_read_place(lead),
        source=read_text(lead.get("source")),
        stage=read_text(lead.get("stage")),
        owner=_read_owner(lead),
        grade="" if is_not_set(score) or not read_text(score) else f"score {read_text(score)}",
        added=read_moment(lead.get("createTime")),
        updated=read_moment(lead.get("lastUpdateTime")),
        do_not_contact=tuple(_read_do_not_contact(lead)),
        family=tuple(
            FamilyMember(
                _read_name(member),
                read_text(member.get("relationship")),
                read_texts(member.get("phones")),
                read_texts(member.get("emails")),
            )
            for member in read_objects(lead.get("leadFamilyMemberList"))
        ),
    )


def _read_name(person: Mapping[str, Any]) -> str:
    parts = (first_text(person, "firstName"), first_text(person, "lastName"))
    return " ".join(part for part in parts if part)


def _read_owner(lead: Mapping[str, Any]) -> str:
    pond = first_text(lead, "pondName")
    return first_text(lead, "assignedUser") or (f"nobody: in the pond “{pond}”" if pond else "")


def _read_phones(lead: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Each phone with its state and that state in words; the list of states may be shorter."""
    texts = [read_text(item) for item in read_list(lead.get("phones"))]
    states = [read_text(item) for item in read_list(lead.get("phoneStatuses"))]
    states += [""] * (len(texts) - len(states))
    return [(text, state, phone_status_words(state)) for text, state in zip(texts, states, strict=False) if text]


def _phone_label(words: str) -> str:
    return f"Phone ({words})" if words else "Phone"


def _read_do_not_contact(lead: Mapping[str, Any]) -> list[str]:
    sentences = [words for key, words in _FLAGS.items() if read_flag(lead.get(key))]
    sentences += [
        _STATUS_SENTENCES[state].format(text)
        for text, state, _words in _read_phones(lead)
        if state in DO_NOT_CALL_STATUSES
    ]
    return sentences


def _read_place(lead: Mapping[str, Any]) -> Place:
    """The property that mail goes to; else the lead's own fields, which Lofty keeps for old programs."""
    home = mailing_home(lead) or lead
    return Place(
        street=first_text(home, "streetAddress"),
        city=first_text(home, "city"),
        state=first_text(home, "state"),
        postal_code=first_text(home, "zipCode"),
    )


def _read_groups(lead: Mapping[str, Any]) -> tuple[FieldGroup, ...]:
    person = {key.name: lead[key.name] for key in PERSON if key.name in lead}
    rows = read_rows(person, PERSON, meanings={"leadTypes": _types_words})
    groups = [
        FieldGroup("lead", "Lead", rows),
        FieldGroup("contact", "Contact rules", _read_contact(lead)),
        read_inquiry(lead),
        read_properties(lead),
        read_custom_fields(lead),
        read_family(lead),
        read_tags(lead),
        read_handling(lead),
    ]
    other = tuple(guess_row(name, raw) for name, raw in lead.items() if name not in _TABBED)
    if other:
        groups.append(FieldGroup("other", "Other", other, "Keys that Lofty does not document."))
    return tuple(groups)


def _read_contact(lead: Mapping[str, Any]) -> tuple[FieldValue, ...]:
    """May they be called, texted, mailed; and each phone with its state."""
    own = {key.name: lead[key.name] for key in CONTACT if key.name in lead}
    rows = list(read_rows(own, CONTACT))
    rows += [
        FieldValue(f"phones[{place}]", f"Phone {place + 1}", Kind.PHONE, text, words)
        for place, (text, _state, words) in enumerate(_read_phones(lead))
    ]
    if not _read_phones(lead):
        rows.append(FieldValue("phones", "Phones", Kind.PHONE, _unless_list(lead, "phones")))
    states = lead.get("phoneStatuses", NOT_SENT)
    words = ", ".join(phone_status_words(item) for item in read_list(states))
    rows.append(FieldValue("phoneStatuses", "Phone states", Kind.OBJECT, states, words))
    return tuple(rows)


def _unless_list(lead: Mapping[str, Any], key: str) -> Any:
    raw = lead.get(key, NOT_SENT)
    return "" if raw == [] else raw


def _types_words(raw: Any) -> str:
    return ", ".join(lead_type_words(item) for item in (read_list(raw) or [raw]))
