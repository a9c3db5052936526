"""Lofty's lead objects: every documented member, the people of the population, and the traps of real data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import httpx
import pytest

from leaddesk.demo.lofty import DEMO_TOKENS, LEADS_PATH, lofty_app
from leaddesk.demo.lofty_facts import lead_id_of
from leaddesk.demo.lofty_team import MEMBERS, PONDS, ROLES, STAGES, TEAM_ID
from leaddesk.demo.person import Person
from leaddesk.demo.population import Population
from leaddesk.demo.shared_people import EVERYWHERE, Vendor, people_of, permission_in
from tests.demo.lofty.conftest import JSON

Lead = dict[str, Any]

_DOCUMENTED = """
    cannotText cannotCall cannotEmail leadId leadUserId firstName lastName birthday emails phones leadSource source
    stageId stage assignedUserId assignedUser lenderUserId score tags teamId streetAddress city state zipCode createTime
    assignTime facebook twitter hiddenFlag referredBy leadInquiry leadPropertyList customAttributes lastUpdateTime groups
    segments unsubscription leadTypes lastTouch lastVisit phoneStatuses assignCompletionStatus buyingTimeFrame preQual
    houseToSell fthb withBuyerAgent sellingTimeFrame mortgage buyHouse withListingAgent opportunity leadFamilyMemberList
    pondId pondName customRoleList language ownershipId ownershipScope
"""
DOCUMENTED = _DOCUMENTED.split()
PARTS = {
    "leadInquiry": """priceMin priceMax propertyType bedroomsMin bathroomsMin locations id leadUserId bedroomsMax
        bathroomsMax modifyByAgent createTime updateTime defaultValue""",
    "leadPropertyList": """price state city streetAddress zipCode county propertyType bedrooms bathrooms squareFeet lotSize
        parkingSpace floors mailAddress id leadUserId listingId autoListingId label note listingStatus labelList
        pictureUrl siteListingUrl labelType""",
    "customAttributes": "attributeName attributeType value params",
    "tags": "leadId tagId createTime updateTime tagName creatorUserId visibleType",
    "leadFamilyMemberList": "firstName relationship lastName phones emails birthday",
    "customRoleList": "roleId role assigneeId assignee",
}


@pytest.fixture
def pairs(population: Population, all_lofty_leads: list[Lead]) -> list[tuple[Person, Lead]]:
    """Everybody in Lofty with their lead."""
    leads = {lead["leadId"]: lead for lead in all_lofty_leads}
    return [(person, leads[lead_id_of(person.number)]) for person in people_of(population, Vendor.LOFTY)]


def values(leads: list[Lead], name: str) -> list[Any]:
    return [lead[name] for lead in leads]


def entries(leads: list[Lead], name: str) -> list[Any]:
    found: list[Any] = []
    for lead in leads:
        held = lead[name]
        found += held if isinstance(held, list) else [held] if held else []
    return found


def test_everybody_in_lofty_has_one_lead(pairs: list[tuple[Person, Lead]], all_lofty_leads: list[Lead]):
    assert len(pairs) == len(all_lofty_leads)
    assert {person.number for person, _ in pairs} >= set(range(1, EVERYWHERE + 1))


def test_every_documented_member_stands_on_every_lead_and_others_follow(all_lofty_leads: list[Lead]):
    for lead in all_lofty_leads:
        assert list(lead)[: len(DOCUMENTED)] == DOCUMENTED
        assert {"privateFlag", "leadType", "propertySource"} <= set(lead)
    assert any("aiSummary" in lead for lead in all_lofty_leads)


@pytest.mark.parametrize("part", PARTS)
def test_nested_parts_hold_their_documented_members(all_lofty_leads: list[Lead], part: str):
    found = entries(all_lofty_leads, part)
    assert found
    assert {tuple(entry) for entry in found} == {tuple(PARTS[part].split())}


def test_names_phones_and_emails_are_those_of_the_population(pairs: list[tuple[Person, Lead]]):
    for person, lead in pairs:
        contact = person.contact
        assert (lead["firstName"], lead["lastName"]) == (person.first_name, person.last_name)
        phones = [phone for phone in (contact.phone, contact.mobile_phone, contact.work_phone) if phone]
        assert (lead["phones"] or []) == list(dict.fromkeys(phones))
        assert (lead["emails"] or []) == [mail for mail in (contact.email, contact.work_email) if mail]
        assert all(re.fullmatch(r"\d{10}", phone) for phone in lead["phones"] or ())


def test_whoever_must_not_be_called_has_the_flag_and_such_phones(pairs: list[tuple[Person, Lead]]):
    for person, lead in pairs:
        permission = permission_in(person, Vendor.LOFTY)
        assert lead["cannotCall"] == permission.do_not_call
        assert lead["cannotEmail"] == lead["unsubscription"] == permission.do_not_email
        statuses = set(lead["phoneStatuses"] or ())
        assert statuses <= ({4, 5} if permission.do_not_call else {1, 2, 3})
        if permission.do_not_call:
            assert lead["cannotText"]
            assert len(lead["phoneStatuses"] or ()) == len(lead["phones"] or ())
    blocked = [person for person, lead in pairs if lead["cannotCall"]]
    assert len(blocked) > 60
    assert any(not person.permission.do_not_call for person in blocked)
    assert {status for _, lead in pairs for status in lead["phoneStatuses"] or ()} == {1, 2, 3, 4, 5}


def test_some_leads_have_more_phones_than_statuses(all_lofty_leads: list[Lead]):
    lengths = {len(lead["phones"] or ()) - len(lead["phoneStatuses"] or ()) for lead in all_lofty_leads}
    assert lengths >= {0, 1}
    assert min(lengths) == 0


def test_ids_have_16_digits_and_some_do_not_survive_as_floats(all_lofty_leads: list[Lead]):
    ids = values(all_lofty_leads, "leadId")
    assert {len(str(lead_id)) for lead_id in ids} == {16}
    assert sum(10**15 < lead_id < 1_200_000_000_000_000 for lead_id in ids) > 500
    beyond = [lead_id for lead_id in ids if lead_id > 2**53]
    assert len(beyond) > 20
    assert all(int(float(lead_id)) != lead_id for lead_id in beyond)


def test_moments_end_with_gmt_and_lie_before_now(population: Population, all_lofty_leads: list[Lead]):
    for name in ("createTime", "assignTime", "lastUpdateTime", "lastTouch", "lastVisit"):
        texts = values(all_lofty_leads, name)
        for text in filter(None, texts):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dGMT", text)
            assert datetime.fromisoformat(text.replace("GMT", "+00:00")) <= population.now
    for name in ("lastTouch", "lastVisit"):
        assert {None, ""} <= set(values(all_lofty_leads, name))


def test_moments_of_a_lead_follow_one_another(all_lofty_leads: list[Lead]):
    for lead in all_lofty_leads:
        for name in ("assignTime", "lastUpdateTime", "lastTouch", "lastVisit"):
            assert not lead[name] or lead[name] >= lead["createTime"]
        assert lead["lastUpdateTime"] >= (lead["lastTouch"] or "")


def test_lists_may_be_null_or_empty(all_lofty_leads: list[Lead]):
    names = ("emails", "phones", "phoneStatuses", "tags", "segments", "groups", "leadFamilyMemberList", "leadTypes")
    for name in (*names, "leadPropertyList"):
        held = values(all_lofty_leads, name)
        assert None in held, name
        assert [] in held, name
        assert any(held), name
    assert None in values(all_lofty_leads, "customAttributes")
    inquiries = [lead["leadInquiry"] for lead in all_lofty_leads]
    assert None in inquiries
    locations = [inquiry["locations"] for inquiry in inquiries if inquiry]
    assert None in locations
    assert [] in locations


def test_what_is_not_set_is_minus_one_or_zero(all_lofty_leads: list[Lead]):
    inquiries, properties = entries(all_lofty_leads, "leadInquiry"), entries(all_lofty_leads, "leadPropertyList")
    for name in ("priceMin", "priceMax", "bedroomsMin", "bedroomsMax"):
        assert {-1} < set(values(inquiries, name))
    for name in ("price", "lotSize", "floors", "parkingSpace"):
        assert {-1} < set(values(properties, name))
    for name in ("leadSource",):
        assert {-1} < set(values(all_lofty_leads, name))
    for name in ("assignedUserId", "lenderUserId", "pondId"):
        assert {0} < set(values(all_lofty_leads, name))


def test_baths_are_text_numbers_or_null(all_lofty_leads: list[Lead]):
    kinds = {type(inquiry["bathroomsMin"]) for inquiry in entries(all_lofty_leads, "leadInquiry")}
    assert kinds == {str, float, type(None)}


def test_yes_no_and_time_frames_may_be_not_available_or_null(all_lofty_leads: list[Lead]):
    for name in ("preQual", "houseToSell", "fthb", "withBuyerAgent", "mortgage", "buyHouse", "withListingAgent"):
        assert set(values(all_lofty_leads, name)) == {"Yes", "No", "N/A", None}
    for name in ("buyingTimeFrame", "sellingTimeFrame"):
        assert {"0-3", "1-3", "N/A", None} <= set(values(all_lofty_leads, name))


def test_the_opportunity_is_a_word_an_object_or_null(all_lofty_leads: list[Lead]):
    assert {type(value) for value in values(all_lofty_leads, "opportunity")} == {str, dict, type(None)}


def test_every_lead_type_occurs_also_the_other_one(all_lofty_leads: list[Lead]):
    assert set(entries(all_lofty_leads, "leadTypes")) == {-1, 1, 2, 5, 6, 7, 8, 9}


def test_every_role_stands_on_every_lead(all_lofty_leads: list[Lead]):
    for lead in all_lofty_leads:
        assert [(entry["roleId"], entry["role"]) for entry in lead["customRoleList"]] == list(ROLES)
        for entry in lead["customRoleList"]:
            assert (entry["assigneeId"] == 0) == (entry["assignee"] is None)


def test_several_choices_are_json_inside_text(all_lofty_leads: list[Lead]):
    attributes = entries(all_lofty_leads, "customAttributes")
    assert {entry["attributeType"] for entry in attributes} == {
        "number", "text", "date", "anniversary_date", "single_select", "multi_select", "percentage", "currency",
    }  # fmt: skip
    chosen = [entry for entry in attributes if entry["attributeType"] == "multi_select" and entry["value"]]
    for entry in chosen:
        options = json.loads(entry["params"])["option"]
        assert set(json.loads(entry["value"])) <= set(options)
    assert any(len(json.loads(entry["value"])) > 1 for entry in chosen)
    assert any("Garden, large" in entry["value"] for entry in chosen)
    assert all(entry["value"] is None or isinstance(entry["value"], str) for entry in attributes)
    assert {entry["params"] for entry in attributes if entry["attributeType"] == "text"} == {None}


def test_a_family_is_who_lives_together(population: Population, pairs: list[tuple[Person, Lead]]):
    people = {person.number: person for person in population.people}
    joined = [(person, lead) for person, lead in pairs if person.household_of]
    assert joined
    for person, lead in joined:
        other = people[person.household_of or 0]
        family = {(entry["firstName"], entry["lastName"]) for entry in lead["leadFamilyMemberList"]}
        assert (other.first_name, other.last_name) in family
        assert not other.contact.phone or other.contact.phone in (lead["phones"] or ())
    heads = {person.household_of for person in population.people if person.household_of}
    for person, lead in pairs:
        assert bool(lead["leadFamilyMemberList"]) == bool(person.household_of or person.number in heads)


def test_leads_name_stages_owners_and_ponds_of_the_team(all_lofty_leads: list[Lead]):
    stages, owners = {stage.choice_id: stage.name for stage in STAGES}, {user.user_id: user.name for user in MEMBERS}
    ponds = {pond.pond_id: pond.name for pond in PONDS}
    for lead in all_lofty_leads:
        assert stages[lead["stageId"]] == lead["stage"]
        assert lead["teamId"] == TEAM_ID
        assert owners.get(lead["assignedUserId"]) == (lead["assignedUser"] or None)
        assert ponds.get(lead["pondId"]) == lead["pondName"]
        assert not (lead["pondId"] and lead["assignedUserId"])
    assert {lead["ownershipScope"] for lead in all_lofty_leads} == {"TEAM", "OFFICE", "PERSONAL"}
    assert {pond.pond_id for pond in PONDS} < {lead["pondId"] for lead in all_lofty_leads}


def test_the_mailing_address_is_the_home_of_the_population(pairs: list[tuple[Person, Lead]]):
    for person, lead in pairs:
        for entry in lead["leadPropertyList"] or ():
            if entry["mailAddress"]:
                assert (entry["streetAddress"], entry["zipCode"]) == (person.home.street, person.home.postal_code)
        assert lead["zipCode"] in (None, person.home.postal_code)
    assert any((lead["zipCode"] or "").startswith("0") for _, lead in pairs)


def test_birthdays_are_written_out(pairs: list[tuple[Person, Lead]]):
    for person, lead in pairs:
        assert bool(lead["birthday"]) == bool(person.birth_date)
        assert not lead["birthday"] or re.fullmatch(r"[A-Z][a-z]{2} \d{1,2}, \d{4}", lead["birthday"])


def ask_in_process(population: Population, lead_count: int | None = None) -> Callable[..., Any]:
    app = lofty_app(population, lead_count=lead_count)
    headers = JSON | {"Authorization": f"token {DEMO_TOKENS.api_key.reveal()}"}

    async def ask(path: str, **parameters: Any) -> Any:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://lofty", headers=headers) as client:
            return (await client.get(path, params=parameters)).json()

    return ask


@pytest.mark.anyio
async def test_two_runs_give_the_same_answers(population: Population, all_lofty_leads: list[Lead]):
    first = await ask_in_process(population)(LEADS_PATH, limit=100, sort="Score")
    second = await ask_in_process(Population(population.now))(LEADS_PATH, limit=100, sort="Score")
    assert first == second


@pytest.mark.anyio
async def test_who_is_there_does_not_depend_on_the_time(all_lofty_leads: list[Lead]):
    ask = ask_in_process(Population(datetime(2027, 5, 5, tzinfo=UTC)))
    lead = all_lofty_leads[77]
    later = (await ask(f"{LEADS_PATH}/{lead['leadId']}"))["lead"]
    assert (later["firstName"], later["phones"], later["tags"] is None) == (
        lead["firstName"],
        lead["phones"],
        lead["tags"] is None,
    )


@pytest.mark.anyio
async def test_many_leads_have_ids_of_their_own_and_come_quickly(population: Population):
    ask = ask_in_process(population, 200_000)
    begun = monotonic()
    ids: set[int] = set()
    total = 0
    for offset in range(0, 2_000, 100):
        page = await ask(LEADS_PATH, limit=100, offset=offset)
        ids |= {lead["leadId"] for lead in page["leads"]}
        total = page["_metadata"]["total"]
    filtered = (await ask(LEADS_PATH, stage="New Leads", sort="Score", desc="true"))["_metadata"]["total"]
    assert (total, len(ids)) == (200_000, 2_000)
    assert 20_000 < filtered < 100_000
    assert monotonic() - begun < 20


@pytest.mark.anyio
async def test_all_of_many_leads_are_different(population: Population):
    ask = ask_in_process(population, 3_000)
    ids: list[int] = []
    for offset in range(0, 3_000, 100):
        ids += [lead["leadId"] for lead in (await ask(LEADS_PATH, limit=100, offset=offset))["leads"]]
    assert len(set(ids)) == len(ids) == 3_000


@pytest.mark.anyio
async def test_few_leads_are_as_many_as_asked_for(population: Population):
    page = await ask_in_process(population, 3)(LEADS_PATH, limit=100)
    assert (page["_metadata"]["total"], len(page["leads"])) == (3, 3)
