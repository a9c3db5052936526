"""The invented people: nobody real among them, the same at every start, awkward enough."""

from __future__ import annotations

import ipaddress
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from leaddesk.demo.dice import Dice
from leaddesk.demo.names import AWKWARD_NAMES
from leaddesk.demo.person import Interest, Person
from leaddesk.demo.places import TOWNS
from leaddesk.demo.population import DAYS, PEOPLE, Population

ROOT = Path(__file__).parents[2]
DOCUMENTATION = [ipaddress.ip_network(text) for text in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")]


def phones_of(person: Person) -> list[str]:
    contact = person.contact
    return [phone for phone in (contact.phone, contact.mobile_phone, contact.work_phone) if phone]


def test_there_are_at_least_3000_people_with_numbers_of_their_own(population: Population):
    assert len(population.people) == PEOPLE >= 3000
    assert [person.number for person in population.people] == list(range(1, PEOPLE + 1))


def test_every_phone_is_a_555_01xx_number(population: Population):
    phones = [phone for person in population.people for phone in phones_of(person)]
    assert len(phones) > 4000
    assert [phone for phone in phones if re.fullmatch(r"[2-9]\d{2}55501\d\d", phone) is None] == []
    assert len({phone[:3] for phone in phones}) > 80


def test_every_mail_and_web_address_is_at_an_example_domain(population: Population):
    for person in population.people:
        for mail in (person.contact.email, person.contact.work_email):
            assert "@" not in mail or re.fullmatch(r"[^@\s]+@([a-z-]+\.)*example\.(com|net|org)", mail.lower())
        for page in (person.work.website, person.visit.landing_page, person.visit.referrer):
            assert not page or re.match(r"https://([a-z-]+\.)+example\.(com|net|org)/|https://[a-z]+\.example\.", page)


def test_every_internet_address_is_for_documentation_or_private(population: Population):
    addresses = [ipaddress.ip_address(person.visit.ip_address) for person in population.people]
    in_documentation = [any(address in network for network in DOCUMENTATION) for address in addresses]
    assert all(known or address.is_private for address, known in zip(addresses, in_documentation, strict=True))
    assert 0 < in_documentation.count(False) < len(addresses) / 2


def test_all_came_in_the_120_days_before_now_and_some_on_each_of_the_last_days(population: Population):
    ages = [population.now - person.created for person in population.people]
    assert timedelta(minutes=10) < min(ages)
    assert max(ages) <= timedelta(days=DAYS)
    for day in range(7):
        assert sum(day <= age.days < day + 1 for age in ages) > 20
    assert all(person.created <= person.updated <= population.now for person in population.people)


def test_who_they_are_does_not_depend_on_now_but_when_they_came_does(population: Population):
    later = Population(population.now + timedelta(days=400, seconds=5))
    for person, again in zip(population.people, later.people, strict=True):
        assert (again.full_name, again.contact, again.home, again.notes) == (
            person.full_name, person.contact, person.home, person.notes,
        )  # fmt: skip
        assert again.created - person.created == timedelta(days=400, seconds=5)


def test_now_in_another_zone_gives_the_same_people():
    zone = ZoneInfo("America/New_York")
    at_home = Population(datetime(2026, 1, 31, 7, tzinfo=zone))
    assert at_home.people[:50] == Population(datetime(2026, 1, 31, 12, tzinfo=UTC)).people[:50]


def test_the_people_do_not_depend_on_the_order_of_hashes():
    program = (
        "import hashlib, datetime as d; from leaddesk.demo.population import Population;"
        "p = Population(d.datetime(2026, 1, 31, tzinfo=d.timezone.utc));"
        "print(hashlib.sha256(repr(p.people).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(digests) == 1


def test_choices_are_the_same_on_every_python():
    dice = Dice(20_260_131)
    rolled = [dice.between(1, 1000) for _ in range(6)], dice.digits(6), dice.hexadecimal(20), dice.pick("abcdefgh")
    assert rolled == ([435, 307, 479, 497, 923, 235], "034903", "525dcbe045290013b106", "c")


def test_every_awkward_name_is_among_them(population: Population):
    names = {(person.first_name, person.last_name) for person in population.people}
    assert [name for name in AWKWARD_NAMES if name not in names] == []
    for mark in ("<img", "=HYPERLINK", "O'Hara", "太郎", "محمد", "🌞", "\n", "\u202e"):
        assert any(mark in first + last for first, last in names), mark


def test_zip_codes_keep_their_leading_zeros(population: Population):
    codes = {person.home.postal_code for person in population.people}
    assert "02134" in codes
    assert all(re.fullmatch(r"\d{5}(-\d{4})?", code) for code in codes)


def test_every_town_has_an_area_code_and_a_zip_code_of_its_own_and_a_known_zone():
    assert len({town.area_code for town in TOWNS}) == len(TOWNS) == len({town.postal_code for town in TOWNS})
    for town in TOWNS:
        assert ZoneInfo(town.time_zone).utcoffset(datetime(2026, 1, 31, tzinfo=UTC)) is not None
        assert 17 < town.latitude < 65
        assert -160 < town.longitude < -65


def test_some_came_twice_under_another_spelling(population: Population):
    twice = [person for person in population.people if person.same_person_as]
    assert len(twice) > 80
    for person in twice:
        earlier = population.people[(person.same_person_as or 0) - 1]
        assert earlier.number < person.number
        assert earlier.home == person.home
        assert (
            person.contact.phone == earlier.contact.phone
            or person.contact.email.lower() == earlier.contact.email.lower()
        )


def test_some_share_a_home_and_a_phone(population: Population):
    sharing = [person for person in population.people if person.household_of]
    assert len(sharing) > 80
    for person in sharing:
        other = population.people[(person.household_of or 0) - 1]
        assert (person.home, person.contact.phone) == (other.home, other.contact.phone)


def test_consent_is_given_refused_and_not_known(population: Population):
    states = [person.permission.consent for person in population.people]
    for state in (True, False, None):
        assert states.count(state) > 200


def test_notes_hold_line_breaks_tabs_and_quotes_and_every_interest_has_people(population: Population):
    notes = "".join(person.notes for person in population.people)
    for mark in ("\n", "\r\n", "\t", '"', "'", ";", "="):
        assert mark in notes
    interests = [person.wish.interest for person in population.people]
    assert all(interests.count(interest) > 100 for interest in Interest)
