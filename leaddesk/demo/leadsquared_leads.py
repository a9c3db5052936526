"""The leads of the demo's LeadSquared account, written only when somebody asks for them (dossier, sections 5 to 8).

What belongs to the person is the same in each of their leads and kept once; ids and moments belong to the lead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Final

from leaddesk.demo.dice import Dice
from leaddesk.demo.leadsquared_activities import activity_id, codes_of, happenings_of, moment_of
from leaddesk.demo.leadsquared_fields import STAGES
from leaddesk.demo.leadsquared_users import USERS, make_guid
from leaddesk.demo.person import Person
from leaddesk.demo.population import DAYS, Population
from leaddesk.demo.shared_people import EVERYWHERE, Vendor, people_of, permission_in

Value = str | datetime | None
Values = dict[str, Value]

_FIRST_AUTO_ID: Final = 100_001
_SPAN: Final = timedelta(days=DAYS) - timedelta(hours=1)
_QUICK_SEARCHED: Final = ("EmailAddress", "Phone", "Mobile", "Company", "mx_City", "mx_Country")


class PersonSheet:
    """What the system knows of a person, whichever of their leads is asked for."""

    def __init__(self, person: Person) -> None:
        """Nothing is written yet."""
        self.person = person

    @cached_property
    def values(self) -> Values:
        """The values by field; some fields are missing, some empty."""
        return _write_person(self.person)

    @cached_property
    def codes(self) -> frozenset[str]:
        """Event codes of all their activities."""
        return codes_of(self.person.number)

    @cached_property
    def searched(self) -> str:
        """What the quick search looks through, in small letters."""
        texts = [str(self.values.get(name) or "") for name in _QUICK_SEARCHED]
        return "\n".join((self.person.full_name, *texts)).casefold()


@dataclass(slots=True)
class LeadRow:
    """A lead before it is written. `turn` is 0, and more when the people are gone through again."""

    auto_id: int
    added: datetime
    sheet: PersonSheet
    turn: int
    now: datetime

    @property
    def id(self) -> str:
        """The ProspectID, a GUID."""
        return make_guid(f"lead {self.sheet.person.number} {self.turn}")

    @property
    def modified(self) -> datetime:
        """When a field or an activity changed last."""
        person = self.sheet.person
        return min(self.added + (person.updated - person.created), self.now)

    @property
    def last_activity(self) -> datetime | None:
        """When the latest activity was; None without any."""
        happenings = happenings_of(self.sheet.person.number)
        return moment_of(happenings[0], self.added, self.now) if happenings else None

    @property
    def last_modified(self) -> datetime:
        """The later of the last change and the last activity."""
        return max(self.modified, self.last_activity or self.modified)

    @property
    def first_activity(self) -> datetime | None:
        """When the oldest activity was; None without any."""
        happenings = happenings_of(self.sheet.person.number)
        return moment_of(happenings[-1], self.added, self.now) if happenings else None

    def value(self, name: str) -> Value:
        """The value of one field; None where it is null, missing or not known."""
        read = _OWN_VALUES.get(name)
        return read(self) if read else self.sheet.values.get(name)

    def write(self) -> Values:
        """All values of the lead by field, new at each call; some fields are missing."""
        return {name: read(self) for name, read in _OWN_VALUES.items()} | self.sheet.values


def _last_activity_id(row: LeadRow) -> str | None:
    happenings = happenings_of(row.sheet.person.number)
    return activity_id(row.id, happenings[0]) if happenings else None


_OWN_VALUES: Final[Mapping[str, Callable[[LeadRow], Value]]] = {
    "ProspectID": lambda row: row.id,
    "ProspectAutoId": lambda row: str(row.auto_id),
    "CreatedOn": lambda row: row.added,
    "ModifiedOn": lambda row: row.modified,
    "LeadLastModifiedOn": lambda row: row.last_modified,
    "ProspectActivityId_Max": _last_activity_id,
    "ProspectActivityDate_Max": lambda row: row.last_activity,
    "ProspectActivityDate_Min": lambda row: row.first_activity,
}
"""What belongs to the lead and not to the person."""


def arrange_leads(population: Population, count: int | None) -> tuple[LeadRow, ...]:
    """The leads, the oldest first; `count` goes through the people as often as needed, None takes each once."""
    sheets = [PersonSheet(person) for person in people_of(population, Vendor.LEADSQUARED)]
    entries: list[tuple[datetime, int, int]] = []
    for place in range(len(sheets) if count is None else count):
        turn, index = divmod(place, len(sheets))
        entries.append((_added(sheets[index].person, turn, index, population.now), index, turn))
    entries.sort()
    return tuple(
        LeadRow(_FIRST_AUTO_ID + place, added, sheets[index], turn, population.now)
        for place, (added, index, turn) in enumerate(entries)
    )


def _added(person: Person, turn: int, index: int, now: datetime) -> datetime:
    """A few minutes after the person came; later turns are spread over the same months."""
    if not turn:
        return min(person.created + timedelta(minutes=person.number % 12), now)
    back = timedelta(hours=1) + (now - person.created + timedelta(seconds=37_000 * turn + index)) % _SPAN
    return now - back


def _write_person(person: Person) -> Values:
    dice = Dice(person.number * 17 + 3)
    values = _write_identity(person) | _write_standing(person, dice) | _write_visit(person, dice)
    values |= _write_custom(person, dice)
    for name in ("mx_Partner_Ref", "mx_Last_Check_In", "mx_Tags", "Web_Refkeyword"):
        if not values[name] and dice.chance(0.5):
            del values[name]
    return values


def _write_identity(person: Person) -> Values:
    contact, work = person.contact, person.work
    return {
        "FirstName": person.first_name or None,
        "LastName": person.last_name,
        "EmailAddress": contact.email or None,
        "Phone": write_phone(contact.phone),
        "Mobile": write_phone(contact.mobile_phone),
        "Company": work.company or None,
        "JobTitle": work.job_title,
        "Website": work.website or None,
        "Notes": person.notes or None,
    }


def write_phone(digits: str) -> str | None:
    """A phone as LeadSquared keeps it, `+1-7755550100`; None for none."""
    return f"+1-{digits}" if digits else None


def _write_standing(person: Person, dice: Dice) -> Values:
    owner = next((user for user in USERS if user.full_name == person.handling.owner), None)
    owner = owner or USERS[person.number % len(USERS)]
    maker = dice.pick(USERS)
    stage = "Prospect" if person.number <= EVERYWHERE or dice.chance(0.4) else dice.pick(STAGES)
    permission = permission_in(person, Vendor.LEADSQUARED)
    happenings = happenings_of(person.number)
    score = sum(happening.type.score for happening in happenings)
    return {
        "ProspectStage": stage,
        "OwnerId": owner.id,
        "OwnerIdName": owner.full_name,
        "OwnerIdEmailAddress": owner.email,
        "Score": str(score),
        "EngagementScore": str(person.handling.score) if dice.chance(0.95) else None,
        "QualityScore01": f"{dice.between(0, 100)}.{dice.digits(2)}" if dice.chance(0.6) else None,
        "DoNotCall": "1" if permission.do_not_call else "0",
        "DoNotEmail": "1" if permission.do_not_email else "0",
        "DoNotTrack": dice.pick(("0", "0", None)),
        "IsStarredLead": dice.pick(("false", "false", "true")),
        "CreatedBy": maker.id,
        "CreatedByName": maker.full_name,
        "ModifiedBy": owner.id,
        "ProspectActivityName_Max": happenings[0].type.name if happenings else None,
    }


def _write_visit(person: Person, dice: Dice) -> Values:
    visit, home = person.visit, person.home
    return {
        "Source": visit.source,
        "SourceCampaign": visit.campaign or None,
        "SourceMedium": dice.pick(("cpc", "organic", "email", "", None)),
        "SourceReferrerURL": visit.referrer,
        "SourceIPAddress": visit.ip_address,
        "Origin": visit.channel,
        "Web_Refkeyword": visit.search_words or None,
        "Latitude": str(home.latitude) if dice.chance(0.7) else None,
        "Longitude": str(home.longitude) if dice.chance(0.7) else None,
        "TimeZone": home.time_zone if dice.chance(0.8) else "",
        "TotalVisits": str(dice.between(0, 14)),
        "AvgTimePerVisit": f"{visit.seconds_on_site / 60:.3f}",
    }


def _write_custom(person: Person, dice: Dice) -> Values:
    home, wish, born = person.home, person.wish, person.birth_date
    consent = person.permission.consent
    return {
        "mx_Street1": home.street,
        "mx_City": home.city,
        "mx_State": home.state,
        "mx_Zip": home.postal_code,
        "mx_Country": home.country,
        "mx_Work_Phone": write_phone(person.contact.work_phone),
        "mx_Work_Email": person.contact.work_email,
        "mx_Date_of_Birth": datetime(born.year, born.month, born.day, tzinfo=UTC) if born else None,
        "mx_Product": str(wish.interest).capitalize(),
        "mx_Purpose": wish.purpose or None,
        "mx_Time_Frame": wish.time_frame,
        "mx_Loan_Amount": str(wish.loan_amount) if wish.loan_amount else None,
        "mx_Property_Value": f"{wish.property_value}.00" if wish.property_value else "",
        "mx_Credit_Rating": wish.credit_rating,
        "mx_Consent_Given": None if consent is None else str(int(consent)),
        "mx_Consent_Text": person.permission.consent_text or None,
        "mx_Tags": dice.pick(("", "", "VIP", "VIP;Call back", "Wrong number")),
        "mx_Partner_Ref": dice.pick((None, "", f"00{dice.digits(6)}", f"{dice.digits(9)}E2", "{}")),
        "mx_Last_Check_In": dice.pick((None, None, "{}", f"{home.latitude},{home.longitude}")),
    }
