"""LeadExec's lead objects, with every section of its page and what real data makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from leaddesk.demo.dice import Dice
from leaddesk.demo.leadexec_fields import LeadType, build_fields
from leaddesk.demo.leadexec_moments import NO_DATE, cut_moment, write_moment
from leaddesk.demo.leadexec_sends import build_send_information
from leaddesk.demo.person import Person
from leaddesk.demo.population import DAYS, Population
from leaddesk.demo.wordlists import SOURCES

Values = dict[str, Any]

_DIGITS: Final = (3, 3, 3, 3, 3, 2, 1, 6, 7, 4, 5, 0)
_ZONES: Final = {
    "America/New_York": "Eastern Standard Time",
    "America/Detroit": "Eastern Standard Time",
    "America/Indiana/Indianapolis": "US Eastern Standard Time",
    "America/Kentucky/Louisville": "Eastern Standard Time",
    "America/Chicago": "Central Standard Time",
    "America/Denver": "Mountain Standard Time",
    "America/Boise": "Mountain Standard Time",
    "America/Phoenix": "US Mountain Standard Time",
    "America/Los_Angeles": "Pacific Standard Time",
    "America/Anchorage": "Alaskan Standard Time",
    "Pacific/Honolulu": "Hawaiian Standard Time",
    "America/Puerto_Rico": "SA Western Standard Time",
}
_INVALID_REASONS: Final = ("Duplicate lead", "Phone disconnected", "Fails filter: State", "Test lead <do not sell>", "")
_RETURN_STATES: Final = ("Not Returned",) * 12 + ("Returned", "Return Pending", "Return Denied", "")


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A lead before it is written: what is needed to put it in order and to find it by date.

    `added` is the moment as it reads once written with `digits` fractional digits; `turn` is 0, and more when
    the population is gone through again to have more leads.
    """

    uid: int
    lead_type: LeadType
    added: datetime
    digits: int
    person: Person
    turn: int
    now: datetime

    def write(self) -> Values:
        """The lead as LeadExec sends it."""
        return build_lead(self)


def arrange_leads(population: Population, lead_type: LeadType, count: int | None = None) -> tuple[LeadRow, ...]:
    """The leads of a type, the oldest first; `count` goes through its people as often as needed."""
    people = [person for person in population.people if person.wish.interest is lead_type.interest]
    entries = sorted(_enter_leads(people, len(people) if count is None else count, population.now), key=_entry_order)
    return tuple(
        LeadRow(
            lead_type.first_lead_uid + place * 3 + place % 2, lead_type, added, digits, person, turn, population.now
        )
        for place, (added, digits, person, turn) in enumerate(entries)
    )


_Entry = tuple[datetime, int, Person, int]


def _enter_leads(people: Sequence[Person], count: int, now: datetime) -> list[_Entry]:
    entries: list[_Entry] = []
    span = timedelta(days=DAYS) - timedelta(hours=1)
    for place in range(count):
        turn, index = divmod(place, len(people))
        person = people[index]
        digits = _DIGITS[(person.number + turn) % len(_DIGITS)]
        back = now - person.created
        if turn:
            back = timedelta(hours=1) + (back + timedelta(seconds=37_000 * turn + index)) % span
        entries.append((cut_moment(now - back, digits), digits, person, turn))
    return entries


def _entry_order(entry: _Entry) -> tuple[datetime, int, int]:
    added, _, person, turn = entry
    return added, person.number, turn


def build_lead(row: LeadRow) -> Values:
    """A lead, its sections in the order of the page. Some leads lack a section or hold more than documented."""
    dice = Dice(row.person.number + row.turn * 1_000_003)
    is_valid, is_checked = dice.chance(0.93), dice.chance(0.97)
    lead: Values = {
        "UID": row.uid,
        "Properties": _build_properties(row, dice, is_valid=is_valid, is_checked=is_checked),
    }
    if not dice.chance(0.003):
        lead["Fields"] = build_fields(row.person, row.lead_type, dice)
    if not dice.chance(0.15):
        lead["TCPAInformation"] = _build_consent(row, dice) if not dice.chance(0.02) else None
    sends = build_send_information(
        row.person, row.added, row.now, dice, first_send_uid=row.uid * 10, may_be_sent=is_valid and is_checked
    )
    if sends["SendCount"] or not dice.chance(0.2):
        lead["SendInformation"] = sends
    if dice.chance(0.4):
        lead["TrestleVerification"] = _build_verification(row, dice)
    if dice.chance(0.02):
        lead["Enrichment"] = {"Provider": "Example Data", "Score": dice.between(1, 100), "Tags": ["owner", "2 cars"]}
    lead["LastUpdated"] = _write_last_updated(row, dice)
    return lead


def _write_last_updated(row: LeadRow, dice: Dice) -> str:
    since = row.person.updated - row.person.created
    return write_moment(max(row.added, min(row.added + since, row.now)), dice.pick(_DIGITS))


def _build_properties(row: LeadRow, dice: Dice, *, is_valid: bool, is_checked: bool) -> Values:
    person, visit = row.person, row.person.visit
    source = SOURCES.index(visit.source)
    properties: Values = {
        "Channel": visit.channel,
        "TeamAssigned": dice.pick(("", "", "East", "West desk", "Not Assigned")),
        "LeadSourceUID": 40 + source,
        "LeadSource": visit.source,
        "DateAdded": write_moment(row.added, row.digits),
        "FileUID": dice.pick((0, 0, 0, dice.between(1_000, 9_000))),
        "AccountUID": 17,
        "Account": "Demo account",
        "LeadSourceSubID": dice.pick(("", f"0{dice.digits(4)}", dice.hexadecimal(8), None)),
        "IsValid": is_valid,
        "InvalidReason": "" if is_valid else dice.pick(_INVALID_REASONS),
        "MaxSell": dice.between(1, 5),
        "Price": round(dice.share() * 45, 2),
        "Category": dice.pick(("N/A", "N/A", "Hot", "Aged 30+")),
        "Lat": person.home.latitude,
        "Long": person.home.longitude,
        "Timezone": _write_zone(person, dice),
    }
    properties |= _build_quality(row, dice, is_valid=is_valid, is_checked=is_checked)
    properties |= _build_handling(person, dice)
    if dice.chance(0.05):
        properties["Campaign"] = visit.campaign  # the old interface had it
    return properties


def _write_zone(person: Person, dice: Dice) -> str:
    share = dice.share()
    if share < 0.85:
        return _ZONES[person.home.time_zone]
    return dice.pick(("", "EST", person.home.time_zone, "N/A", "-5"))


def _build_quality(row: LeadRow, dice: Dice, *, is_valid: bool, is_checked: bool) -> Values:
    checked = min(row.added + timedelta(seconds=dice.share() * 9), row.now)
    return {
        "QualityControlledOn": write_moment(checked, dice.pick(_DIGITS)) if is_checked else NO_DATE,
        "InQualityControl": not is_checked,
        "QualityControlledBy": dice.pick(("Automation", "Automation", "Dana Whitfield")) if is_checked else "",
        "QualityControlResponse": dice.pick(("Bypass QC", "Passed", "Passed: 2 of 3 rules")) if is_checked else "",
        "QualityControlResult": is_valid if is_checked else None,
    }


def _build_handling(person: Person, dice: Dice) -> Values:
    is_called = dice.chance(0.3)
    consent = person.permission.consent
    return {
        "CallVerified": is_called and dice.chance(0.8),
        "ReturnStatus": dice.pick(_RETURN_STATES),
        "LeadGrade": "ABCDF"[4 - person.handling.score // 21] if dice.chance(0.8) else "",
        "Flagged": dice.chance(0.04),
        "CallDuration": dice.between(3, 2_400) if is_called else 0,
        "CallResult": dice.pick(("Answered", "Voicemail", "Busy", "Do not call")) if is_called else "",
        "IVRNumber": dice.pick((0, 0, 0, 8005550142)),
        "RecordID": dice.pick(("", dice.digits(12), f"00{dice.digits(6)}")),
        "AnalyticsUID": dice.pick((0, dice.between(1, 10**9))),
        "VisitID": dice.hexadecimal(16),
        "SearchEngine": person.visit.search_engine,
        "Keyword": person.visit.search_words or dice.pick(("", "N/A")),
        "UserAssigned": person.handling.owner or "Not Assigned",
        "TCPACompliant": consent if consent is not None else dice.pick((None, False)),
    }


def _build_consent(row: LeadRow, dice: Dice) -> Values:
    person, visit, home = row.person, row.person.visit, row.person.home
    requested = row.added - timedelta(seconds=visit.seconds_on_site * dice.share())
    knows = person.permission.consent is not None
    consent: Values = {
        "RequestDate": write_moment(requested, dice.pick(_DIGITS)) if knows else NO_DATE,
        "IPAddress": visit.ip_address,
        "ReferrerURL": visit.referrer,
        "ConsentText": person.permission.consent_text,
        "RequestID": dice.between(1, 99_999_999) if knows else 0,
        "VisitID": dice.hexadecimal(24),
        "Received": write_moment(row.added, row.digits),
        "FirstName": person.first_name,
        "LastName": person.last_name,
        "Address": home.street,
        "City": home.city,
        "State": home.state,
        "PostalCode": home.postal_code,
        "Country": dice.pick((home.country, "US", "UA")),
        "PhoneNumber": person.contact.phone or "0",
        "IPLat": home.latitude if dice.chance(0.7) else 0.0,
        "IPLong": home.longitude if dice.chance(0.7) else 0.0,
        "IsMobile": dice.pick((str(visit.is_mobile), visit.is_mobile, str(visit.is_mobile))),
        "ConsentGiven": person.permission.consent,
        "ConsentTextRequested": dice.chance(0.3),
        "Browser": visit.browser,
        "OS": visit.operating_system,
        "Referrer": visit.referrer or "N/A",
        "SearchTerm": visit.search_words or "N/A",
        "FormURL": visit.landing_page,
        "TimeOnSite": visit.seconds_on_site,
        "TimeOnForm": dice.pick((visit.seconds_on_site // 3, visit.seconds_on_site / 4, 0)),
        "DateConsentTextRequested": dice.pick((write_moment(requested), NO_DATE, None)),
    }
    if not knows and dice.chance(0.5):
        del consent["ConsentGiven"]
    return consent


def _build_verification(row: LeadRow, dice: Dice) -> Values:
    verification: Values = {
        "VerifiedAt": min(row.added + timedelta(seconds=4), row.now).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "PhoneContactGrade": dice.pick(("A", "A", "B", "C", "D", "F", None)),
        "EmailContactGrade": dice.pick(("A", "B", "B", "C", "F", "")),
        "PhoneActivityScore": dice.pick((dice.between(0, 100), dice.between(70, 100), None)),
        "PhoneLineType": dice.pick(("Mobile", "Landline", "FixedVOIP", "NonFixedVOIP", "TollFree", None)),
        "PhoneNameMatch": dice.pick((True, True, False, None)),
        "EmailNameMatch": dice.pick((True, False, None)),
        "AddressNameMatch": dice.pick((True, False, False)),
        "TrestleAccountUID": "le-trestle-demo17",
    }
    if dice.chance(0.1):
        del verification["EmailNameMatch"]
    return verification
