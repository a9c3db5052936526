"""An invented person: what any vendor's system may know of someone. No vendor's words or shapes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Interest(StrEnum):
    """What somebody asked for."""

    HOME_LOAN = "home loan"
    SOLAR = "solar"
    CAR_INSURANCE = "car insurance"
    NOTHING_YET = "nothing yet"


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody lives. `postal_code` keeps its leading zeros; `time_zone` is an IANA name."""

    street: str
    city: str
    state: str
    postal_code: str
    country: str
    latitude: float
    longitude: float
    time_zone: str


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach somebody. Phones are ten digits as text; empty means none."""

    phone: str
    mobile_phone: str
    work_phone: str
    email: str
    work_email: str


@dataclass(frozen=True, slots=True)
class Work:
    """Where somebody works; all empty (and 0) when not known."""

    company: str
    job_title: str
    website: str
    employees: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked for. Amounts in whole US dollars, None when not said."""

    interest: Interest
    purpose: str
    time_frame: str
    loan_amount: int | None
    property_value: int | None
    property_type: str
    credit_rating: str


@dataclass(frozen=True, slots=True)
class Visit:
    """How somebody came: the source, and the visit to the form."""

    source: str
    campaign: str
    channel: str
    search_engine: str
    search_words: str
    landing_page: str
    referrer: str
    ip_address: str
    user_agent: str
    browser: str
    operating_system: str
    is_mobile: bool
    seconds_on_site: int


@dataclass(frozen=True, slots=True)
class Permission:
    """May they be called? `consent` None means that nobody knows."""

    consent: bool | None
    consent_text: str
    do_not_call: bool
    do_not_email: bool


@dataclass(frozen=True, slots=True)
class Handling:
    """What the sales team made of somebody. `owner` is empty when nobody took them; `score` is 0 to 100."""

    owner: str
    stage: str
    score: int


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person.

    Attributes:
        number: 1, 2, 3, ...; also the seed of whatever a stand-in adds.
        created, updated: aware, UTC, before the population's `now`.
        same_person_as: the number of the person this one repeats under another spelling.
        household_of: the number of the person they share home and phone with.
    """

    number: int
    first_name: str
    last_name: str
    birth_date: date | None
    home: Home
    contact: Contact
    work: Work
    wish: Wish
    visit: Visit
    permission: Permission
    handling: Handling
    notes: str
    created: datetime
    updated: datetime
    same_person_as: int | None = None
    household_of: int | None = None

    @property
    def full_name(self) -> str:
        """First and last name with one blank between them, as far as given."""
        return f"{self.first_name} {self.last_name}".strip()
