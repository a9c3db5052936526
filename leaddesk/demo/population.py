"""One invented population of 3,200 people, the same at every start; all stand-ins draw from it.

Nobody in it is real: mail at example.com, .net and .org, telephone numbers 555-0100 to 555-0199, addresses of
machines from the ranges kept for documentation and for private networks.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Final

from leaddesk.demo import wordlists as words
from leaddesk.demo.dice import Dice
from leaddesk.demo.names import AWKWARD_NAMES, FIRST_NAMES, LAST_NAMES, NICKNAMES
from leaddesk.demo.person import Contact, Handling, Home, Interest, Permission, Person, Visit, Wish, Work
from leaddesk.demo.places import TOWNS, Town

PEOPLE: Final = 3_200
DAYS: Final = 120
"""So many days before `now` the first of them came."""

_SEED: Final = 20_260_131
_AWKWARD_EVERY: Final = 41
_MAIL_HOSTS: Final = ("example.com", "example.com", "example.net", "example.org")
_ADDRESS_RANGES: Final = ("192.0.2", "198.51.100", "203.0.113", "198.51.100", "203.0.113", "10.0.7", "192.168.1")
_FIRST_BIRTHDAY: Final = date(1938, 1, 1)


class Population:
    """The people, and the moment that counts as now.

    Who they are does not depend on `now`; when they came does: they are spread over the 120 days before it, more
    of them lately than long ago.
    """

    def __init__(self, now: datetime) -> None:
        """`now` is aware; people are made at first use."""
        self.now = now.astimezone(UTC)

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """All of them, by number."""
        return _Registry(self.now).fill(PEOPLE)


class _Registry:
    """Makes the people one after another."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._dice = Dice(_SEED)
        self._people: list[Person] = []
        self._lines_given: dict[str, int] = {}

    def fill(self, count: int) -> tuple[Person, ...]:
        for number in range(1, count + 1):
            person = self._make_person(number)
            keeps_name = number < 50 or number % _AWKWARD_EVERY == 0
            if number % 29 == 0 and not keeps_name:
                person = self._respell(person, self._dice.pick(self._people))
            elif number % 23 == 0 and not keeps_name:
                person = _share_home(person, self._dice.pick(self._people))
            self._people.append(person)
        return tuple(self._people)

    def _make_person(self, number: int) -> Person:
        dice = self._dice
        first, last = self._make_name(number)
        town = dice.pick(TOWNS)
        work = self._make_work()
        created, updated = self._make_times()
        return Person(
            number=number,
            first_name=first,
            last_name=last,
            birth_date=_FIRST_BIRTHDAY + timedelta(days=dice.between(0, 25_000)) if dice.chance(0.8) else None,
            home=self._make_home(town),
            contact=self._make_contact(town, first, last, number, has_work=bool(work.company)),
            work=work,
            wish=self._make_wish(),
            visit=self._make_visit(),
            permission=self._make_permission(),
            handling=Handling(dice.pick(words.OWNERS), dice.pick(words.STAGES), dice.between(0, 100)),
            notes=dice.pick(words.NOTES),
            created=created,
            updated=updated,
        )

    def _make_name(self, number: int) -> tuple[str, str]:
        turn, is_ordinary = divmod(number, _AWKWARD_EVERY)
        if not is_ordinary and turn <= len(AWKWARD_NAMES):
            return AWKWARD_NAMES[turn - 1]
        return self._dice.pick(FIRST_NAMES), self._dice.pick(LAST_NAMES)

    def _make_home(self, town: Town) -> Home:
        dice = self._dice
        street = f"{dice.between(1, 9_899)} {dice.pick(words.STREETS)} {dice.pick(words.STREET_KINDS)}"
        if dice.chance(0.12):
            street += dice.pick((f", Apt {dice.between(1, 40)}B", f" #{dice.between(1, 900)}", " c/o Smith"))
        elif dice.chance(0.04):
            street = f"P.O. Box {dice.between(1, 999)}"
        code = town.postal_code + (f"-{dice.digits(4)}" if dice.chance(0.06) else "")
        north, east = (dice.share() - 0.5) / 10, (dice.share() - 0.5) / 10
        return Home(
            street, town.city, town.state, code, dice.pick(("US", "US", "US", "USA", "United States")),
            round(town.latitude + north, 5), round(town.longitude + east, 5), town.time_zone,
        )  # fmt: skip

    def _make_contact(self, town: Town, first: str, last: str, number: int, *, has_work: bool) -> Contact:
        dice = self._dice
        return Contact(
            phone=self._next_line(town.area_code) if not dice.chance(0.02) else "",
            mobile_phone=self._next_line(town.area_code) if dice.chance(0.3) else "",
            work_phone=self._next_line(town.area_code) if has_work and dice.chance(0.4) else "",
            email=self._make_email(first, last, number),
            work_email=f"{_mail_word(last) or 'desk'}{number}@work.example.com" if has_work else "",
        )

    def _next_line(self, area_code: str) -> str:
        """The next number of the hundred that each area code keeps for invented people."""
        given = self._lines_given.get(area_code, 0)
        self._lines_given[area_code] = given + 1
        return f"{area_code}55501{given % 100:02d}"

    def _make_email(self, first: str, last: str, number: int) -> str:
        dice = self._dice
        if dice.chance(0.03):
            return dice.pick(("", "", "none", "n/a"))
        name = ".".join(word for word in (_mail_word(first), _mail_word(last)) if word)[:40] or "person"
        form = dice.pick(("{name}{number}", "{name}.{number}", "{name}+quotes{number}", "{name}_{number}"))
        address = f"{form.format(name=name, number=number)}@{dice.pick(_MAIL_HOSTS)}"
        return address.upper() if dice.chance(0.04) else address

    def _make_work(self) -> Work:
        dice = self._dice
        if dice.chance(0.45):
            return Work("", "", "", 0)
        word = dice.pick(words.COMPANY_WORDS)
        company = f"{word} {dice.pick(words.TRADES)} {dice.pick(words.COMPANY_KINDS)}".strip()
        website = f"https://{word.lower().replace(' ', '-')}.example.com/" if dice.chance(0.6) else ""
        return Work(company, dice.pick(words.JOB_TITLES), website, dice.between(1, 900))

    def _make_wish(self) -> Wish:
        dice = self._dice
        interest, purposes = self._make_interest()
        value = dice.between(80, 1_900) * 1_000 if dice.chance(0.85) else None
        loan = round(value * (0.4 + dice.share() * 0.55), -2) if value and dice.chance(0.92) else None
        return Wish(
            interest, dice.pick(purposes), dice.pick(words.TIME_FRAMES), int(loan) if loan else None, value,
            dice.pick(words.PROPERTY_TYPES), dice.pick(words.CREDIT_RATINGS),
        )  # fmt: skip

    def _make_interest(self) -> tuple[Interest, tuple[str, ...]]:
        share = self._dice.share()
        if share < 0.57:
            return Interest.HOME_LOAN, words.LOAN_PURPOSES
        if share < 0.79:
            return Interest.SOLAR, words.SOLAR_PURPOSES
        if share < 0.95:
            return Interest.CAR_INSURANCE, words.CAR_PURPOSES
        return Interest.NOTHING_YET, ("",)

    def _make_visit(self) -> Visit:
        dice = self._dice
        machine = dice.pick(words.MACHINES)
        engine = dice.pick(words.SEARCH_ENGINES)
        form = f"https://www.example.com/forms/{dice.pick(('quote', 'rates', 'start'))}?v={dice.between(1, 9)}"
        return Visit(
            source=dice.pick(words.SOURCES),
            campaign=dice.pick(words.CAMPAIGNS),
            channel=dice.pick(words.CHANNELS),
            search_engine=engine,
            search_words=dice.pick(words.SEARCH_WORDS) if engine else "",
            landing_page=form,
            referrer="https://search.example.net/?q=rates%20today&src=ad" if engine else "",
            ip_address=f"{dice.pick(_ADDRESS_RANGES)}.{dice.between(1, 254)}",
            user_agent=machine.user_agent,
            browser=machine.browser,
            operating_system=machine.operating_system,
            is_mobile=machine.is_mobile,
            seconds_on_site=dice.between(4, 1_800),
        )

    def _make_permission(self) -> Permission:
        dice = self._dice
        share = dice.share()
        consent = True if share < 0.72 else False if share < 0.84 else None
        text = dice.pick(words.CONSENT_TEXTS) if consent is not None else ""
        return Permission(consent, text, do_not_call=dice.chance(0.05), do_not_email=dice.chance(0.04))

    def _make_times(self) -> tuple[datetime, datetime]:
        """Created at least a quarter of an hour ago, more often lately; changed between then and now."""
        dice = self._dice
        share, later = dice.share(), dice.share()
        back = 900 + (DAYS * 86_400 - 900) * share * math.sqrt(share)  # no pow: systems differ in its last digit
        since = back * later * later * later if dice.chance(0.8) else 60.0
        return self._now - timedelta(seconds=back), self._now - timedelta(seconds=back - since)

    def _respell(self, person: Person, earlier: Person) -> Person:
        """The same person as an earlier one, come again under another spelling."""
        first = NICKNAMES.get(earlier.first_name, earlier.first_name.upper())
        last = earlier.last_name + self._dice.pick(("", " ", " Jr.", "-Smith"))
        keeps_phone = self._dice.chance(0.6)
        contact = replace(
            earlier.contact,
            phone=earlier.contact.phone if keeps_phone else person.contact.phone,
            email=person.contact.email if keeps_phone else earlier.contact.email.lower(),
        )
        return replace(
            person, first_name=first, last_name=last, birth_date=earlier.birth_date, home=earlier.home,
            contact=contact, same_person_as=earlier.number,
        )  # fmt: skip


def _share_home(person: Person, other: Person) -> Person:
    """Somebody who lives with an earlier person and gave the same telephone number."""
    contact = replace(person.contact, phone=other.contact.phone)
    name = other.last_name if person.number % 2 else person.last_name
    return replace(person, last_name=name, home=other.home, contact=contact, household_of=other.number)


def _mail_word(name: str) -> str:
    """What of a name can stand in an e-mail address."""
    return "".join(letter for letter in name.lower() if letter.isascii() and letter.isalnum())
