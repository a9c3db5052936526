"""The leads: their shape, who they are, how they are found, paged and dated."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from leaddesk.demo.person import Person
from leaddesk.demo.population import Population
from leaddesk.demo.shared_people import EVERYWHERE, Vendor, people_of, permission_in
from leaddesk.demo.sharpspring import sharpspring_app
from leaddesk.demo.sharpspring_fields import CUSTOM_FIELDS, LEAD_KEYS, STANDARD_KEYS
from leaddesk.demo.sharpspring_leads import LEAD_STATUSES, LeadRow, arrange_leads, encode_entities
from leaddesk.demo.sharpspring_moments import COMPANY_ZONE
from leaddesk.phone_numbers import international
from tests.demo.conftest import NOW
from tests.demo.sharpspring.conftest import ALL_TIME, RIGHT_KEYS, SharpSpring
from tests.stand_in import serve

Leads = list[dict[str, Any]]


def ids(leads: Leads) -> list[str]:
    return [lead["id"] for lead in leads]


def moment(text: str, zone: Any = UTC) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone)


def changed(lead: dict[str, Any]) -> str:
    """The moment that an `update` window looks at."""
    has_date = lead["updateTimestamp"] and not lead["updateTimestamp"].startswith("0000")
    return lead["updateTimestamp"] if has_date else lead["createTimestamp"]


@pytest.fixture(scope="session")
def rows(population: Population) -> dict[str, LeadRow]:
    return {str(row.id): row for row in arrange_leads(population)}


@pytest.fixture(scope="session")
def put_aside(serving: SharpSpring, rows: dict[str, LeadRow]) -> Leads:
    """The leads that only come when they are asked for."""
    wanted = [lead_id for lead_id, row in rows.items() if not row.is_active]
    return serving.rows("getLeads", where={"id": wanted})


def test_all_leads_have_the_same_keys_and_every_value_is_text_or_null(all_leads: Leads):
    assert len(STANDARD_KEYS) == 35
    assert len(CUSTOM_FIELDS) == 12
    assert {tuple(lead) for lead in all_leads} == {LEAD_KEYS}
    assert {type(value) for lead in all_leads for value in lead.values()} == {str, type(None)}


def test_unset_standard_fields_are_null_or_empty_and_unset_custom_ones_are_empty(all_leads: Leads):
    custom = {item.system_name for item in CUSTOM_FIELDS}
    assert all(lead[name] is not None for lead in all_leads for name in custom)
    assert {lead["companyName"] for lead in all_leads} >= {""}
    assert {lead["faxNumber"] for lead in all_leads} == {None}
    assert {lead["updateTimestamp"] for lead in all_leads} >= {None, "", "0000-00-00 00:00:00"}


def test_ids_have_12_digits_and_ascend_with_the_creation(all_leads: Leads):
    numbers = [int(lead["id"]) for lead in all_leads]
    assert {len(lead["id"]) for lead in all_leads} == {12}
    assert numbers == sorted(set(numbers))
    assert [lead["createTimestamp"] for lead in all_leads] == sorted(lead["createTimestamp"] for lead in all_leads)


def test_flags_are_0_and_1_and_some_are_null(all_leads: Leads):
    for name in ("isQualified", "isContact", "isCustomer"):
        assert {lead[name] for lead in all_leads} == {"0", "1"}
    assert {lead["isUnsubscribed"] for lead in all_leads} == {"0", "1", None}
    assert {lead["active"] for lead in all_leads} == {"1", None}


def test_statuses_are_those_of_the_dossier_and_not_what_became_of_the_lead_elsewhere(
    all_leads: Leads, rows: dict[str, LeadRow]
):
    assert {lead["leadStatus"] for lead in all_leads} == {*LEAD_STATUSES, "customer"}
    pairs = Counter((rows[lead["id"]].person.handling.stage, lead["leadStatus"]) for lead in all_leads)
    assert pairs["Won", "unqualified"] > 5
    assert pairs["Lost", "qualified"] > 2


def test_every_shared_person_has_one_lead(population: Population, all_leads: Leads, put_aside: Leads):
    people = people_of(population, Vendor.SHARPSPRING)
    assert len(all_leads) + len(put_aside) == len(people) > 1_000
    assert len(put_aside) > 10
    assert not set(ids(all_leads)) & set(ids(put_aside))


def test_people_who_stand_in_every_system_are_in_the_lists(all_leads: Leads, rows: dict[str, LeadRow]):
    numbers = {rows[lead["id"]].person.number for lead in all_leads}
    assert numbers >= set(range(1, EVERYWHERE + 1))


def test_phones_are_typed_in_many_ways_and_reach_the_lines_of_the_population(
    all_leads: Leads, rows: dict[str, LeadRow]
):
    shapes: set[str] = set()
    for lead in all_leads:
        contact = rows[lead["id"]].person.contact
        for name, digits in (
            ("phoneNumber", contact.phone),
            ("mobilePhoneNumber", contact.mobile_phone),
            ("officePhoneNumber", contact.work_phone),
        ):
            assert international(lead[name] or "") == (f"+1{digits}" if digits else "")
            shapes.add("".join("9" if character.isdigit() else character for character in lead[name] or ""))
    assert {"(999) 999-9999", "999.999.9999 x9", "9999999999", "999/999-9999 ext. 99", ""} < shapes


def test_mail_and_address_are_those_of_the_population(all_leads: Leads, rows: dict[str, LeadRow]):
    for lead in all_leads:
        person = rows[lead["id"]].person
        assert (lead["emailAddress"] or "") == person.contact.email
        assert (lead["city"], lead["state"], lead["zipcode"]) == (
            person.home.city,
            person.home.state,
            person.home.postal_code,
        )
    assert any(lead["zipcode"].startswith("0") for lead in all_leads)


def test_who_wants_no_mail_here_alone_is_unsubscribed_here(all_leads: Leads, rows: dict[str, LeadRow]):
    def wants_none(person: Person) -> bool:
        return permission_in(person, Vendor.SHARPSPRING).do_not_email

    for lead in all_leads:
        assert (lead["isUnsubscribed"] == "1") == wants_none(rows[lead["id"]].person)
    alone = [row for row in rows.values() if wants_none(row.person) and not row.person.permission.do_not_email]
    assert len(alone) > 50


def test_values_typed_in_the_vendors_pages_carry_entities_and_others_do_not(all_leads: Leads, rows: dict[str, LeadRow]):
    encoded = plain = 0
    for lead in all_leads:
        company = rows[lead["id"]].person.work.company
        if "&" in company:
            encoded += lead["companyName"] == company.replace("&", "&amp;")
            plain += lead["companyName"] == company
            assert html.unescape(lead["companyName"]) == company
    assert encoded > 5
    assert plain > 5
    assert encode_entities('<b> "O\'Hara" & Co') == "&amp;lt;b&gt; &quot;O&#039;Hara&quot; &amp; Co"


def test_names_of_custom_fields_are_made_as_the_vendor_makes_them(all_leads: Leads):
    names = [item.system_name for item in CUSTOM_FIELDS]
    assert max(len(name) for name in names) == 64
    assert all(len(name.rpartition("_")[2]) == 13 and int(name.rpartition("_")[2], 16) for name in names)
    assert any("," in lead["interests_5b9c0f3a77d10"] for lead in all_leads)


def test_a_list_holds_500_at_most_whatever_limit_says(crm: SharpSpring, all_leads: Leads):
    assert ids(crm.rows("getLeads", where={})) == ids(all_leads[:500])
    assert ids(crm.rows("getLeads", where={}, limit=10_000)) == ids(all_leads[:500])
    assert ids(crm.rows("getLeads", where={}, limit=7, offset=990)) == ids(all_leads[990:997])
    assert crm.rows("getLeads", where={}, offset=len(all_leads)) == []


@pytest.mark.parametrize("as_text", [True, False])
def test_get_lead_gives_a_list_of_one_or_none(crm: SharpSpring, all_leads: Leads, as_text: bool):
    lead_id = all_leads[3]["id"]
    assert crm.answer("getLead", id=lead_id if as_text else int(lead_id))["result"] == {"lead": [all_leads[3]]}
    assert crm.rows("getLead", id="999999999999") == []


def test_leads_put_aside_come_only_when_asked_for_by_id_or_mail(crm: SharpSpring, put_aside: Leads):
    lead = next(lead for lead in put_aside if "@" in (lead["emailAddress"] or ""))
    assert lead["active"] == "0"
    assert crm.rows("getLead", id=lead["id"]) == [lead]
    assert lead["id"] in ids(crm.rows("getLeads", where={"id": lead["id"]}))
    assert lead["id"] in ids(crm.rows("getLeads", where={"emailAddress": lead["emailAddress"]}))
    for timestamp in ("create", "update"):
        found = crm.all_rows("getLeadsDateRange", **ALL_TIME, timestamp=timestamp)
        assert not set(ids(put_aside)) & set(ids(found))


def test_leads_are_found_by_mail_in_any_case(crm: SharpSpring, all_leads: Leads):
    lead = next(lead for lead in all_leads if (lead["emailAddress"] or "").startswith("jesse"))
    assert lead["id"] in ids(crm.rows("getLeads", where={"emailAddress": lead["emailAddress"].upper()}))
    assert crm.rows("getLeads", where={"emailAddress": "nobody@example.com"}) == []


def test_a_list_of_ids_comes_ascending_without_repeats_and_unknown_ones(crm: SharpSpring, all_leads: Leads):
    wanted = [all_leads[9]["id"], int(all_leads[2]["id"]), "7", all_leads[9]["id"]]
    assert ids(crm.rows("getLeads", where={"id": wanted})) == [all_leads[2]["id"], all_leads[9]["id"]]


def test_with_a_list_other_conditions_are_ignored_and_without_one_both_count(crm: SharpSpring, all_leads: Leads):
    one, other = (lead for lead in all_leads[20:22])
    mail = one["emailAddress"]
    assert ids(crm.rows("getLeads", where={"id": [other["id"]], "emailAddress": mail})) == [other["id"]]
    assert crm.rows("getLeads", where={"id": other["id"], "emailAddress": mail}) == []
    assert ids(crm.rows("getLeads", where={"id": one["id"], "emailAddress": mail})) == [one["id"]]
    both = crm.rows("getLeads", where={"id": [other["id"]], "emailAddress": [mail]})
    assert both[0]["id"] == other["id"]
    assert one["id"] in ids(both)


def test_fields_leave_out_all_others_and_unknown_names_are_ignored(crm: SharpSpring, all_leads: Leads):
    asked = ["id", "loan_purpose_5a0dd86e6e290", "nothing"]
    found = crm.rows("getLeads", where={}, limit=5, fields=asked)
    assert found == [{name: lead[name] for name in asked[:2]} for lead in all_leads[:5]]
    assert crm.rows("getLeads", where={}, limit=1, fields=["state"]) == [{"state": all_leads[0]["state"]}]
    assert crm.rows("getLeads", where={}, limit=1, fields=[]) == all_leads[:1]


@pytest.mark.parametrize("timestamp", ["create", "update"])
def test_a_date_range_holds_both_ends_ascending(crm: SharpSpring, all_leads: Leads, timestamp: str):
    def when(lead: dict[str, Any]) -> str:
        return lead["createTimestamp"] if timestamp == "create" else changed(lead)

    ordered = sorted(all_leads, key=when)
    start, end = when(ordered[100]), when(ordered[400])
    found = crm.rows("getLeadsDateRange", startDate=start, endDate=end, timestamp=timestamp)
    assert ids(found) == ids([lead for lead in ordered if start <= when(lead) <= end])
    assert len(found) > 300


def test_an_update_range_holds_leads_that_were_never_changed_by_their_creation(crm: SharpSpring, all_leads: Leads):
    lead = next(lead for lead in all_leads if not lead["updateTimestamp"])
    created = lead["createTimestamp"]
    assert lead in crm.rows("getLeadsDateRange", startDate=created, endDate=created, timestamp="update")


def test_a_date_range_is_cut_at_500_in_silence_and_can_be_paged(crm: SharpSpring, all_leads: Leads):
    answer = crm.answer("getLeadsDateRange", **ALL_TIME, timestamp="create")
    assert len(answer["result"]["lead"]) == 500
    assert answer["error"] is None
    assert len(crm.rows("getLeadsDateRange", **ALL_TIME, timestamp="create", limit=900)) == 500
    assert ids(crm.all_rows("getLeadsDateRange", **ALL_TIME, timestamp="create")) == ids(all_leads)


def test_version_1_2_writes_and_reads_utc_and_version_1_the_companys_zone(crm: SharpSpring, all_leads: Leads):
    lead = next(lead for lead in all_leads if lead["updateTimestamp"] and lead["updateTimestamp"][0] != "0")
    (local,) = crm.rows("getLead", version="v1", id=lead["id"])
    for name in ("createTimestamp", "updateTimestamp"):
        assert local[name] != lead[name]
        assert moment(local[name], COMPANY_ZONE) == moment(lead[name])
    assert {**local, "createTimestamp": "", "updateTimestamp": ""} == {
        **lead,
        "createTimestamp": "",
        "updateTimestamp": "",
    }
    window = {"startDate": local["createTimestamp"], "endDate": local["createTimestamp"], "timestamp": "create"}
    assert lead["id"] in ids(crm.rows("getLeadsDateRange", version="v1", **window))
    assert lead["id"] not in ids(crm.rows("getLeadsDateRange", version="v1.2", **window))


def test_empty_dates_stay_as_they_are_in_every_zone(crm: SharpSpring, all_leads: Leads):
    for empty in (None, "", "0000-00-00 00:00:00"):
        lead = next(lead for lead in all_leads if lead["updateTimestamp"] == empty)
        assert crm.rows("getLead", version="v1", id=lead["id"])[0]["updateTimestamp"] == empty


def test_all_leads_were_created_and_changed_before_now(all_leads: Leads):
    assert all(moment(lead["createTimestamp"]) <= moment(changed(lead)) <= NOW for lead in all_leads)
    assert any(changed(lead) != lead["createTimestamp"] for lead in all_leads)


def test_leads_are_the_same_at_every_start(population: Population, rows: dict[str, LeadRow]):
    again = arrange_leads(Population(NOW))
    assert [row.write() for row in again[:200]] == [row.write() for row in list(rows.values())[:200]]


def test_who_somebody_is_does_not_depend_on_the_day(rows: dict[str, LeadRow]):
    later = {row.person.number: row.write() for row in arrange_leads(Population(NOW + timedelta(days=3, hours=5)))}
    for row in list(rows.values())[::90]:
        one, other = row.write(), later[row.person.number]
        assert (one["firstName"], one["phoneNumber"], one["leadStatus"]) == (
            other["firstName"],
            other["phoneNumber"],
            other["leadStatus"],
        )


@pytest.fixture(scope="module")
def crowd(population: Population) -> Iterator[httpx.Client]:
    """A stand-in with far more leads than people."""
    app = sharpspring_app(population, lead_count=20_000)
    with serve(app) as url, httpx.Client(base_url=url, params=RIGHT_KEYS, trust_env=False, timeout=20) as client:
        yield client


def test_as_many_leads_as_wanted_have_ids_of_their_own(crowd: httpx.Client):
    found: list[dict[str, str]] = []
    while True:
        params = {"where": {}, "limit": 500, "offset": len(found), "fields": ["id", "active", "emailAddress"]}
        body = {"method": "getLeads", "params": params, "id": str(len(found))}
        page = crowd.post("/pubapi/v1.2/", json=body).json()["result"]["lead"]
        found += page
        if len(page) < 500:
            break
    assert 19_000 < len({lead["id"] for lead in found}) == len(found) < 20_000
    assert max(Counter(lead["emailAddress"] for lead in found if "@" in (lead["emailAddress"] or "")).values()) > 10
