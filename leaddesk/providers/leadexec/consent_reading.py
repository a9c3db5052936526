"""Reading `TCPAInformation`: consent given, not given and not known are kept apart (dossier section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from leaddesk.domain.consent import Consent, ConsentMoment, ConsentState
from leaddesk.domain.record_detail import FieldValue
from leaddesk.providers.leadexec.documented import TCPA
from leaddesk.providers.leadexec.section_rows import (
    read_moment,
    read_number,
    read_rows,
    read_section,
    read_text,
    read_yes_no,
)

_PERSON_KEYS: Final = (
    "FirstName", "LastName", "Address", "City", "State", "PostalCode", "Country", "PhoneNumber",
)  # fmt: skip
_MOMENT_KEYS: Final = ("RequestDate", "Received", "DateConsentTextRequested")
_LABELS: Final = {key.name: key.label for key in TCPA}
_UNIT_IS_A_GUESS: Final = "LeadExec does not name the unit; read as seconds."


def read_consent(record: Mapping[str, Any]) -> Consent:
    """The consent record of a lead; `was_sent` False when there is none."""
    flag = read_yes_no((read_section(record, "Properties") or {}).get("TCPACompliant"))
    section = read_section(record, "TCPAInformation")
    if section is None:
        state, why = _state_by_flag("LeadExec sent no consent record for this lead", flag=flag)
        return Consent(state, why, was_sent=False)
    state, why = _state(given=read_yes_no(section.get("ConsentGiven")), flag=flag)
    return Consent(
        state,
        why,
        was_sent=True,
        text=read_text(section.get("ConsentText")),
        moments=tuple(ConsentMoment(_LABELS[name], read_moment(section.get(name))) for name in _MOMENT_KEYS),
        ip_address=read_text(section.get("IPAddress")),
        form_url=read_text(section.get("FormURL")),
        referrer_url=read_text(section.get("ReferrerURL")) or read_text(section.get("Referrer")),
        browser=read_text(section.get("Browser")),
        operating_system=read_text(section.get("OS")),
        is_mobile=read_yes_no(section.get("IsMobile")),
        seconds_on_site=read_number(section.get("TimeOnSite")),
        seconds_on_form=read_number(section.get("TimeOnForm")),
        person=tuple((_LABELS[name], text) for name in _PERSON_KEYS if (text := _person_text(section, name))),
        rows=tuple(_explained(row) for row in read_rows(section, TCPA, add_missing=True)),
    )


def _state(*, given: bool | None, flag: bool | None) -> tuple[ConsentState, str]:
    if given is None:
        return _state_by_flag("The consent record does not say whether consent was given", flag=flag)
    state, word = (ConsentState.GIVEN, "yes") if given else (ConsentState.NOT_GIVEN, "no")
    why = f"The consent record says {word} (ConsentGiven)."
    if flag is not None and flag is not given:
        why += f" The lead's property TCPACompliant says {'yes' if flag else 'no'}: the two disagree."
    return state, why


def _state_by_flag(lacking: str, *, flag: bool | None) -> tuple[ConsentState, str]:
    if flag is None:
        return ConsentState.NOT_KNOWN, f"{lacking}."
    state = ConsentState.GIVEN if flag else ConsentState.NOT_GIVEN
    return state, f"{lacking}; its property TCPACompliant says {'yes' if flag else 'no'}."


def _person_text(section: Mapping[str, Any], name: str) -> str:
    text = read_text(section.get(name))
    return "" if name == "PhoneNumber" and text == "0" else text


def _explained(row: FieldValue) -> FieldValue:
    return replace(row, meaning=_UNIT_IS_A_GUESS) if row.name in {"TimeOnSite", "TimeOnForm"} else row
