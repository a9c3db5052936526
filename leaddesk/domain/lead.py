"""A lead: what is the same in every provider. Each provider reads its own record into this shape."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class LeadFact(StrEnum):
    """What some vendors say of a lead and others cannot say: of those, “not given” would be a wrong word."""

    VALIDITY = "validity"
    SOURCE = "source"
    GRADE = "grade"
    PRICE = "price"


ALL_LEAD_FACTS: Final = frozenset(LeadFact)


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number as the vendor sent it, with the name of the field it stood in."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Email:
    """An e-mail address as the vendor sent it, with the name of the field it stood in."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the lead lives or was seen. Empty text means not given."""

    street: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None

    def one_line(self) -> str:
        """`1 Main St, Reno, NV 89501, US`, leaving out what is not given."""
        region = " ".join(part for part in (self.state, self.postal_code) if part)
        return ", ".join(part for part in (self.street, self.city, region, self.country) if part)


@dataclass(frozen=True, slots=True)
class Validity:
    """What the vendor says of the lead's standing. `is_valid` None means the vendor did not say."""

    is_valid: bool | None = None
    reason: str = ""
    return_status: str = ""


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """Somebody whom the vendor lists as family of a lead."""

    name: str = ""
    relation: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lead:
    """Who, how to reach them, where, from which source, worth what, in which state. Empty means not given."""

    name: str = ""
    phones: tuple[Phone, ...] = ()
    emails: tuple[Email, ...] = ()
    place: Place = Place()
    time_zone: str = ""  # as the vendor wrote it
    source: str = ""
    campaign: str = ""
    channel: str = ""
    stage: str = ""
    owner: str = ""
    grade: str = ""
    price: float | None = None
    added: datetime | None = None
    updated: datetime | None = None
    validity: Validity = Validity()
    do_not_contact: tuple[str, ...] = ()  # one sentence each
    consent_flag: bool | None = None
    family: tuple[FamilyMember, ...] = ()
