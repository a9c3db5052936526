"""TCPA consent: given, not given or not known, with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leaddesk.domain.record_detail import FieldValue


class ConsentState(StrEnum):
    """Three states that must never be mixed up."""

    GIVEN = "given"
    NOT_GIVEN = "not given"
    NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class ConsentMoment:
    """One of the times a consent record holds. `moment` is None when the vendor sent none."""

    label: str
    moment: datetime | None


@dataclass(frozen=True, slots=True)
class Consent:
    """The consent evidence of a lead.

    Attributes:
        state: what the vendor says; NOT_KNOWN when it says nothing.
        why: in one sentence, what the state rests on.
        was_sent: whether the vendor sent a consent section at all.
        text: the words the person agreed to.
        seconds_on_site, seconds_on_form: None when not sent.
        person: label and value of what the person typed into the form.
        rows: every key of the consent record as the vendor sent it, unknown keys included.
    """

    state: ConsentState
    why: str
    was_sent: bool
    text: str = ""
    moments: tuple[ConsentMoment, ...] = ()
    ip_address: str = ""
    form_url: str = ""
    referrer_url: str = ""
    browser: str = ""
    operating_system: str = ""
    is_mobile: bool | None = None
    seconds_on_site: float | None = None
    seconds_on_form: float | None = None
    person: tuple[tuple[str, str], ...] = ()
    rows: tuple[FieldValue, ...] = ()
