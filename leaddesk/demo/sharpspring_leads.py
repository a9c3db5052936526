"""SharpSpring's lead objects: every value a text or null, all leads with the same keys (dossier, section 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from leaddesk.demo import sharpspring_fields as field
from leaddesk.demo.dice import Dice
from leaddesk.demo.person import Person
from leaddesk.demo.population import DAYS, Population
from leaddesk.demo.shared_people import Vendor, people_of, permission_in
from leaddesk.demo.sharpspring_moments import EMPTY_DATES, write_moment
from leaddesk.demo.sharpspring_users import campaign_id, user_id

Values = dict[str, Any]

FIRST_LEAD_ID: Final = 482_517_300_000
LEAD_STATUSES: Final = ("unqualified", "unqualified", "open", "open", "qualified", "contact", "contactWithOpp")
ACCOUNT_ID: Final = "308500277"

PHONE_FORMS: Final = (
    "({0}) {1}-{2}", "({0}) {1}-{2}", "{0}-{1}-{2}", "{0}{1}{2}", "{0}.{1}.{2} x2", "+1 {0} {1} {2}", "1-{0}-{1}-{2}",
    "{0} {1}-{2} (after 5)", "{0}/{1}-{2} ext. 14", "+1({0}){1}{2}",
)  # fmt: skip
"""People type what they like: {0} area, {1} exchange, {2} line."""

_INTERESTS: Final = ("Rates", "Solar, roof", "Refinance", "Newsletter", "Car, home & life")
_DAY_TIMES: Final = ("morning", "after 5 pm", "any", "9:00 - 12:00", "")


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A lead before it is written.

    `added` and `changed` are in UTC, to the second; `was_changed` is false for a lead that nobody touched since.
    `turn` is 0, and more when the people are gone through again to have more leads.
    """

    id: int
    added: datetime
    changed: datetime
    person: Person
    turn: int

    @property
    def is_active(self) -> bool:
        """Leads that were put aside are left out of lists (dossier, section 5)."""
        return self.person.number % 37 != 20

    @property
    def was_changed(self) -> bool:
        """Whether anybody touched it since it was created."""
        return self.changed > self.added

    @property
    def email(self) -> str:
        """As it is found by, in lower case."""
        return self.person.contact.email.lower()

    def write(self) -> Values:
        """The lead as `v1.2` sends it."""
        return build_lead(self)


def arrange_leads(population: Population, count: int | None = None) -> tuple[LeadRow, ...]:
    """The leads, ascending by id and by creation; `count` goes through the people as often as needed."""
    people = people_of(population, Vendor.SHARPSPRING)
    entries = sorted(_enter_leads(people, len(people) if count is None else count, population.now), key=_entry_order)
    return tuple(
        LeadRow(FIRST_LEAD_ID + place * 3 + place % 2, added, changed, person, turn)
        for place, (added, changed, person, turn) in enumerate(entries)
    )


_Entry = tuple[datetime, datetime, Person, int]


def _enter_leads(people: Sequence[Person], count: int, now: datetime) -> list[_Entry]:
    entries: list[_Entry] = []
    span = timedelta(days=DAYS) - timedelta(hours=1)
    for place in range(count):
        turn, index = divmod(place, len(people))
        person = people[index]
        back = now - person.created
        if turn:
            back = timedelta(hours=1) + (back + timedelta(seconds=37_000 * turn + index)) % span
        added = (now - back).replace(microsecond=0)
        since = person.updated - person.created
        changed = min(added + since, now).replace(microsecond=0) if since > timedelta(seconds=60) else added
        entries.append((added, changed, person, turn))
    return entries


def _entry_order(entry: _Entry) -> tuple[datetime, int, int]:
    added, _, person, turn = entry
    return added, person.number, turn


def build_lead(row: LeadRow) -> Values:
    """A lead with all standard and custom fields; null and empty text both mean that there is nothing."""
    dice = Dice(row.person.number + 7_000_003 + row.turn * 1_000_003)
    values: Values = dict.fromkeys(field.STANDARD_KEYS)
    values |= dict.fromkeys((item.system_name for item in field.CUSTOM_FIELDS), "")
    values |= _build_keys(row, dice) | _build_person(row.person, dice) | _build_phones(row.person, dice)
    values |= _build_standing(row, dice) | _build_custom(row.person, dice)
    if dice.chance(0.6):
        _encode_as_typed(values)
    return values


def _build_keys(row: LeadRow, dice: Dice) -> Values:
    person = row.person
    return {
        "id": str(row.id),
        "accountID": dice.pick((None, None, ACCOUNT_ID)),
        "ownerID": user_id(person.handling.owner),
        "campaignID": campaign_id(person.visit.campaign),
        "trackingID": dice.pick((None, dice.hexadecimal(24))),
        "createTimestamp": write_moment(row.added),
        "updateTimestamp": write_moment(row.changed) if row.was_changed else dice.pick(EMPTY_DATES),
    }


def _build_person(person: Person, dice: Dice) -> Values:
    home, work = person.home, person.work
    return {
        "companyName": work.company,
        "title": work.job_title or None,
        "firstName": person.first_name or None,
        "lastName": person.last_name or None,
        "street": home.street,
        "city": home.city,
        "country": dice.pick((home.country, "United States", None)),
        "state": home.state,
        "zipcode": home.postal_code,
        "emailAddress": person.contact.email or None,
        "website": work.website or None,
        "description": person.notes or None,
        "industry": dice.pick((None, None, "Real estate", "Retail & trade")),
    }


def _build_phones(person: Person, dice: Dice) -> Values:
    contact = person.contact
    return {
        "phoneNumber": _write_phone(contact.phone, dice),
        "officePhoneNumber": _write_phone(contact.work_phone, dice),
        "phoneNumberExtension": dice.pick((None, None, "", "0014")),
        "mobilePhoneNumber": _write_phone(contact.mobile_phone, dice),
        "faxNumber": None,
    }


def _write_phone(digits: str, dice: Dice) -> str | None:
    form = dice.pick(PHONE_FORMS)
    return form.format(digits[:3], digits[3:6], digits[6:]) if digits else None


def _build_standing(row: LeadRow, dice: Dice) -> Values:
    person = row.person
    score = dice.between(0, 180)
    is_unsubscribed = permission_in(person, Vendor.SHARPSPRING).do_not_email
    return {
        "active": dice.pick((*("1",) * 9, None)) if row.is_active else "0",
        "isQualified": dice.pick(("0", "1")),
        "isContact": dice.pick(("0", "0", "1")),
        "isCustomer": dice.pick(("0", "0", "0", "1")),
        "status": dice.pick((None, "1")),
        "leadScore": str(score),
        "leadScoreWeighted": f"{score * 0.85:.2f}",
        "isUnsubscribed": "1" if is_unsubscribed else dice.pick(("0", "0", None)),
        "leadStatus": "customer" if dice.chance(0.03) else dice.pick(LEAD_STATUSES),
        "persona": dice.pick(("", None, "First-time buyer", "Investor")),
    }


def _build_custom(person: Person, dice: Dice) -> Values:
    wish, permission = person.wish, person.permission
    agreed = {True: "1", False: "0", None: ""}[permission.consent]
    values = {
        field.LOAN_PURPOSE: wish.purpose,
        field.LOAN_AMOUNT: str(wish.loan_amount or ""),
        field.PROPERTY_VALUE: str(wish.property_value or ""),
        field.CREDIT_RATING: wish.credit_rating,
        field.INTERESTS: dice.pick((dice.pick(_INTERESTS), f"{dice.pick(_INTERESTS)},{dice.pick(_INTERESTS)}", "")),
        field.BEST_TIME: dice.pick(_DAY_TIMES),
        field.BIRTH_DATE: person.birth_date.isoformat() if person.birth_date and dice.chance(0.5) else "",
        field.PROPERTY_ZIP: person.home.postal_code if dice.chance(0.4) else "",
        field.CONSENT_TEXT: permission.consent_text if dice.chance(0.6) else "",
        field.CONSENT_GIVEN: agreed,
        field.SPOKEN_TO: dice.pick(("", "0", "1")),
        field.OLD_CODE: dice.pick(("", "", f"00{dice.digits(5)}")),
    }
    return {item.system_name: value for item, value in values.items()}


def _encode_as_typed(values: Values) -> None:
    """What was typed in the vendor's own pages comes with HTML entities, `<` doubly (dossier, section 6)."""
    for key in ("companyName", "firstName", "lastName", "street", "title", "description", field.INTERESTS.system_name):
        if values[key]:
            values[key] = encode_entities(values[key])


def encode_entities(text: str) -> str:
    """`&`, quotes, `<` and `>` as the vendor's pages write them."""
    for character, entity in (("&", "&amp;"), ('"', "&quot;"), ("'", "&#039;"), ("<", "&amp;lt;"), (">", "&gt;")):
        text = text.replace(character, entity)
    return text


def build_ghost() -> Values:
    """What stands for a lead that does not exist: no `id`, a status, empty custom fields (dossier, section 5)."""
    return {"leadStatus": "open"} | dict.fromkeys((item.system_name for item in field.CUSTOM_FIELDS), "")
