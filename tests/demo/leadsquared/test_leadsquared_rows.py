"""The leads are the shared people, with what real data makes of them."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from itertools import pairwise

import httpx

from leaddesk.demo.leadsquared import BY_IDS_PATH, NOT_CONTACTED_PATH, QUICK_SEARCH_PATH, leadsquared_app
from leaddesk.demo.leadsquared_leads import arrange_leads
from leaddesk.demo.population import Population
from leaddesk.demo.shared_people import Vendor, people_of, permission_in
from tests.demo.leadsquared.conftest import HEADERS, LeadSquaredStandIn, report_body
from tests.stand_in import serve


def test_every_person_of_this_system_is_one_lead_with_the_same_mail_and_phone(
    stand_in: LeadSquaredStandIn, population: Population
):
    people = people_of(population, Vendor.LEADSQUARED)
    contacts = sorted((person.contact.email, person.contact.phone, person.last_name) for person in people)
    held = sorted(
        (lead["EmailAddress"] or "", (lead["Phone"] or "").removeprefix("+1-"), lead["LastName"])
        for lead in stand_in.leads
    )
    assert held == contacts
    assert len({lead["ProspectID"] for lead in stand_in.leads}) == len(people)


def test_phones_are_written_with_country_code_and_dash_and_all_invented(stand_in: LeadSquaredStandIn):
    phones = [lead[name] for lead in stand_in.leads for name in ("Phone", "Mobile", "mx_Work_Phone") if lead[name]]
    assert len(phones) > 1500
    assert [phone for phone in phones if re.fullmatch(r"\+1-[2-9]\d{2}55501\d\d", phone) is None] == []


def test_who_must_not_be_called_is_as_this_system_has_it(stand_in: LeadSquaredStandIn, population: Population):
    people = people_of(population, Vendor.LEADSQUARED)
    expected = sum(permission_in(person, Vendor.LEADSQUARED).do_not_call for person in people)
    assert [lead["DoNotCall"] for lead in stand_in.leads].count("1") == expected
    missed = sum(person.permission.do_not_call for person in people) - expected
    assert missed > 10


def test_everybody_who_stands_in_all_systems_is_still_a_prospect_here(
    stand_in: LeadSquaredStandIn, population: Population
):
    by_mail = {lead["EmailAddress"]: lead for lead in stand_in.leads}
    for person in population.people[:12]:
        assert by_mail[person.contact.email]["ProspectStage"] == "Prospect"


def test_ids_are_guids_and_numbers_are_text(stand_in: LeadSquaredStandIn):
    guid = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    for lead in stand_in.leads:
        for name in ("ProspectID", "OwnerId", "CreatedBy"):
            assert re.fullmatch(guid, lead[name])
        assert {type(value) for value in lead.values()} == {str, type(None)}
    auto_ids = [int(lead["ProspectAutoId"]) for lead in stand_in.leads]
    assert auto_ids == sorted(set(auto_ids))


def test_empty_is_null_or_no_text_or_braces_or_a_missing_key(stand_in: LeadSquaredStandIn):
    def held(name: str) -> set[str]:
        return {repr(lead.get(name, "missing")) for lead in stand_in.leads}

    assert {"None", "''", "'{}'", "'missing'"} <= held("mx_Partner_Ref")
    assert {"None", "'{}'", "'missing'"} <= held("mx_Last_Check_In")
    assert "''" in held("mx_Property_Value")
    assert "None" in held("mx_Loan_Amount")


def test_leading_zeros_and_what_a_spreadsheet_would_spoil_reach_the_wire(stand_in: LeadSquaredStandIn):
    assert "02134" in {lead["mx_Zip"] for lead in stand_in.leads}
    references = {lead.get("mx_Partner_Ref") or "" for lead in stand_in.leads}
    assert any(re.fullmatch(r"00\d{6}", text) for text in references)
    assert any(re.fullmatch(r"\d+E2", text) for text in references)


def test_awkward_names_and_notes_reach_the_wire(stand_in: LeadSquaredStandIn):
    text = json.dumps(
        [(lead["FirstName"], lead["LastName"], lead["Notes"]) for lead in stand_in.leads], ensure_ascii=False
    )
    for mark in ("=HYPERLINK", "<script>", "O’Connell", "\\t", "\\n", '\\"', "Préfère", "\\u0007"):
        assert mark in text, mark


def test_the_kinds_of_a_lead_agree_with_the_metadata(stand_in: LeadSquaredStandIn):
    for lead in stand_in.leads:
        for name in (
            "Score",
            "EngagementScore",
            "QualityScore01",
            "mx_Loan_Amount",
            "mx_Property_Value",
            "TotalVisits",
        ):
            assert not lead[name] or re.fullmatch(r"\d+(\.\d+)?", lead[name]), name
        assert lead["DoNotCall"] in ("0", "1")
        born = lead["mx_Date_of_Birth"]
        assert born is None or born.endswith(" 00:00:00.000")


def test_dates_are_in_order_and_not_in_the_future(stand_in: LeadSquaredStandIn, population: Population):
    now = f"{population.now:%Y-%m-%d %H:%M:%S}.999"
    for lead in stand_in.leads:
        assert lead["CreatedOn"] <= lead["ModifiedOn"] <= lead["LeadLastModifiedOn"] <= now
        last = lead["ProspectActivityDate_Max"]
        assert (
            last is None or lead["CreatedOn"] <= lead["ProspectActivityDate_Min"] <= last <= lead["LeadLastModifiedOn"]
        )


def test_no_address_or_page_is_outside_the_example_domains(stand_in: LeadSquaredStandIn):
    text = json.dumps(stand_in.leads, ensure_ascii=False)
    hosts = set(re.findall(r"(?:https?://|@)([A-Za-z0-9.-]+\.[A-Za-z]{2,})", text))
    assert len(hosts) >= 4
    assert [host for host in hosts if re.fullmatch(r"([a-z-]+\.)*example\.(com|net|org)", host.lower()) is None] == []


def test_the_same_population_gives_the_same_leads(stand_in: LeadSquaredStandIn, population: Population):
    again = arrange_leads(Population(population.now), None)
    assert [row.id for row in again] == [lead["ProspectID"] for lead in stand_in.leads]
    later = arrange_leads(Population(population.now + timedelta(days=9)), None)
    assert {row.id for row in later} == {row.id for row in again}


def test_200000_leads_have_ids_of_their_own_and_lie_in_the_same_months(population: Population):
    rows = arrange_leads(population, 200_000)
    assert len({row.id for row in rows}) == len({row.auto_id for row in rows}) == 200_000
    assert all(one.added <= other.added for one, other in pairwise(rows))
    assert population.now - timedelta(days=121) < rows[0].added
    assert rows[-1].added <= population.now


def test_a_great_account_is_paged_searched_and_read_by_ids(population: Population):
    with (
        serve(leadsquared_app(population, lead_count=20_000)) as url,
        httpx.Client(base_url=url, headers=HEADERS, trust_env=False, timeout=30) as client,
    ):
        ids: list[str] = []
        for page in range(1, 21):
            answer = client.post(
                NOT_CONTACTED_PATH, json=report_body(page=page, size=1000, columns="ProspectID")
            ).json()
            assert answer["TotalCount"] == "20000"
            ids += [row["ProspectID"] for row in answer["Results"]]
        assert len(set(ids)) == 20_000
        body = {"SearchParameters": {"LeadIds": ids[-500:]}, "Columns": {"Include_CSV": "ProspectID, Phone"}}
        by_ids = client.post(BY_IDS_PATH, json=body | {"Paging": {"PageIndex": 1, "PageSize": 1000}}).json()
        assert [lead["ProspectID"] for lead in by_ids["Leads"]] == ids[-500:]
        assert len(client.get(QUICK_SEARCH_PATH, params={"key": "fox"}).json()) == 100
