"""The stand-in honours every parameter: compared with plain filtering of the whole list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from leaddesk.demo.leadexec import INBOUND_PATH, LEADS_PATH, OUTBOUND_PATH, leadexec_app
from leaddesk.demo.population import Population
from tests.demo.conftest import EVERYTHING, NOW, StandIn
from tests.stand_in import serve

LEADS = f"{LEADS_PATH}/1001"
INBOUND = f"{INBOUND_PATH}/1001"
OUTBOUND = f"{OUTBOUND_PATH}/1001"
AllLeads = Callable[[int], list[dict[str, Any]]]


def uids(leads: list[dict[str, Any]]) -> list[int]:
    return [lead["UID"] for lead in leads]


def added(lead: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(lead["Properties"]["DateAdded"])


def field(lead: dict[str, Any], name: str) -> Any:
    return lead.get("Fields", {}).get(name)


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def test_there_are_about_3000_leads_most_of_them_mortgages(all_leads: AllLeads):
    counts = [len(all_leads(lead_type)) for lead_type in (1001, 1002, 1003)]
    assert counts[0] > 1500
    assert min(counts) > 300
    assert 2900 < sum(counts) < 3300
    everyone = [uid for lead_type in (1001, 1002, 1003) for uid in uids(all_leads(lead_type))]
    assert len(set(everyone)) == len(everyone)


def test_totals_count_before_skip_and_take_and_sent_counts_the_page(stand_in: StandIn, all_leads: AllLeads):
    total = len(all_leads(1001))
    for skip, take in ((0, 1), (0, 1000), (10, 7), (total - 3, 50), (total, 50), (total + 900, 50)):
        answer = stand_in.leads(Skip=skip, Take=take)
        expected = uids(all_leads(1001))[skip : skip + take]
        assert uids(answer["Leads"]) == expected
        assert list(answer) == ["QueryTotal", "SentCount", "Skip", "Take", "Leads"]
        assert (answer["QueryTotal"], answer["SentCount"]) == (total, len(expected))
        assert (answer["Skip"], answer["Take"]) == (skip, take)


def test_a_query_without_take_gets_a_hundred(stand_in: StandIn):
    answer = stand_in.leads()
    assert (len(answer["Leads"]), answer["Take"], answer["Skip"]) == (100, 100, 0)


@pytest.mark.parametrize("days", [1, 7, 90])
def test_dates_are_compared_with_date_added(stand_in: StandIn, all_leads: AllLeads, days: int):
    start, end = NOW - timedelta(days=days), NOW - timedelta(hours=6)
    answer = stand_in.leads(StartDate=start.isoformat(), EndDate=end.isoformat(), Take=1000)
    expected = [lead for lead in all_leads(1001) if start <= added(lead) <= end]
    assert answer["QueryTotal"] == len(expected) > 10
    assert uids(answer["Leads"]) == uids(expected)[:1000]


def test_start_and_end_are_included_and_offsets_are_honoured(stand_in: StandIn, all_leads: AllLeads):
    first, last = all_leads(1002)[100], all_leads(1002)[140]
    zone_start = added(first).astimezone(tz=datetime.fromisoformat("2026-01-01T00:00:00-07:00").tzinfo)
    answer = stand_in.leads(1002, StartDate=zone_start.isoformat(), EndDate=last["Properties"]["DateAdded"])
    assert uids(answer["Leads"]) == uids(all_leads(1002)[100:141])


def test_an_end_before_the_start_finds_nothing(stand_in: StandIn):
    answer = stand_in.leads(StartDate="2026-01-30T00:00:00Z", EndDate="2026-01-01T00:00:00Z")
    assert (answer["QueryTotal"], answer["SentCount"], answer["Leads"]) == (0, 0, [])


FILTERS: list[tuple[dict[str, Any], Callable[[dict[str, Any]], bool]]] = [
    ({"State": "TX"}, lambda lead: field(lead, "State") == "TX"),
    (
        {"LoanAmount": {"$gte": 150000}},
        lambda lead: is_number(field(lead, "LoanAmount")) and field(lead, "LoanAmount") >= 150000,
    ),
    (
        {"LoanAmount": {"$lte": 150000}},
        lambda lead: is_number(field(lead, "LoanAmount")) and field(lead, "LoanAmount") <= 150000,
    ),
    (
        {"LoanAmount": {"$gte": 150000, "$lte": 300000.5}, "LoanPurpose": "Refinance"},
        lambda lead: (
            is_number(field(lead, "LoanAmount"))
            and 150000 <= field(lead, "LoanAmount") <= 300000.5
            and field(lead, "LoanPurpose") == "Refinance"
        ),
    ),
    (
        {"LastName": {"$gte": "S", "$lte": "T"}},
        lambda lead: isinstance(field(lead, "LastName"), str) and "S" <= field(lead, "LastName") <= "T",
    ),
    ({"WorkingWithAgent": True}, lambda lead: field(lead, "WorkingWithAgent") is True),
    ({"DownPaymentPercent": 20.0}, lambda lead: field(lead, "DownPaymentPercent") == 20),
    ({"CurrentRate": None}, lambda lead: field(lead, "CurrentRate") is None),
    ({"IsValid": False}, lambda lead: lead["Properties"]["IsValid"] is False),
    ({"Properties.LeadSource": "Walk-in"}, lambda lead: lead["Properties"]["LeadSource"] == "Walk-in"),
    (
        {"DateAdded": {"$gte": "2026-01-20T00:00:00Z"}},
        lambda lead: added(lead) >= datetime(2026, 1, 20, tzinfo=UTC),
    ),
    ({}, lambda lead: True),
]


@pytest.mark.parametrize(("query", "is_wanted"), FILTERS, ids=[str(query) for query, _ in FILTERS])
def test_a_query_finds_what_plain_filtering_finds(
    stand_in: StandIn, all_leads: AllLeads, query: dict[str, Any], is_wanted: Callable[[dict[str, Any]], bool]
):
    expected = uids([lead for lead in all_leads(1001) if is_wanted(lead)])
    assert len(expected) > 5
    assert uids(stand_in.all_rows(LEADS, Query=query)) == expected
    assert stand_in.leads(Query=query, Take=1)["QueryTotal"] == len(expected)


def test_a_uid_is_found_as_a_number_and_not_as_text(stand_in: StandIn, all_leads: AllLeads):
    uid = all_leads(1003)[7]["UID"]
    assert uids(stand_in.leads(1003, Query={"UID": uid})["Leads"]) == [uid]
    assert stand_in.leads(1003, Query={"UID": str(uid)})["QueryTotal"] == 0
    assert stand_in.leads(1002, Query={"UID": uid})["QueryTotal"] == 0


def test_equality_tells_numbers_text_and_yes_no_apart(stand_in: StandIn, all_leads: AllLeads):
    phones = [field(lead, "Phone") for lead in all_leads(1001)]
    as_number = next(phone for phone in phones if isinstance(phone, int) and phone)
    found = stand_in.all_rows(LEADS, Query={"Phone": as_number})
    assert as_number in [field(lead, "Phone") for lead in found]
    assert all(is_number(field(lead, "Phone")) for lead in found)
    assert stand_in.leads(Query={"WorkingWithAgent": 1})["QueryTotal"] == 0
    assert stand_in.leads(Query={"WorkingWithAgent": "true"})["QueryTotal"] == 0
    assert stand_in.leads(Query={"State": "tx"})["QueryTotal"] == 0


def test_a_field_goes_before_a_property_of_the_same_name(stand_in: StandIn, all_leads: AllLeads):
    found = stand_in.all_rows(f"{LEADS_PATH}/1002", Query={"LeadSource": "Neighbor"})
    assert uids(found) == uids([lead for lead in all_leads(1002) if field(lead, "LeadSource") == "Neighbor"])


@pytest.mark.parametrize(
    "query", [{"LoanAmount": {"$gt": 10**9}}, {"$or": [{"State": "TX"}]}, {"State": {"$regex": "^T"}}]
)
def test_an_unknown_operator_is_ignored(stand_in: StandIn, all_leads: AllLeads, query: dict[str, Any]):
    assert stand_in.leads(Query=query)["QueryTotal"] == len(all_leads(1001))


@pytest.mark.parametrize(("word", "number"), [("ASC", 0), ("DESC", 1)])
def test_leads_are_sorted_by_words_and_by_numbers(stand_in: StandIn, all_leads: AllLeads, word: str, number: int):
    expected = sorted(all_leads(1001), key=added, reverse=number == 1)
    for order in (word, number):
        for names in ([], ["DateAdded"]):
            answer = stand_in.leads(SortFields=names, SortOrder=order, Take=1000)
            assert [added(lead) for lead in answer["Leads"]] == [added(lead) for lead in expected[:1000]]


@pytest.mark.parametrize("is_descending", [False, True])
def test_leads_are_sorted_by_a_field(stand_in: StandIn, all_leads: AllLeads, is_descending: bool):
    wanted = {"LoanAmount": {"$gte": 1}}
    rows = stand_in.all_rows(LEADS, Query=wanted, SortFields=["LoanAmount"], SortOrder=int(is_descending))
    amounts = [field(lead, "LoanAmount") for lead in rows]
    assert amounts == sorted(amounts, reverse=is_descending)
    assert len(set(uids(rows))) == len(rows) > 1000


def test_leads_are_sorted_by_several_names_and_by_uid(stand_in: StandIn):
    wanted = {"State": {"$gte": "A"}, "City": {"$gte": "A"}}
    rows = stand_in.all_rows(LEADS, Query=wanted, SortFields=["State", "City", "UID"], SortOrder="DESC")
    keys = [(field(lead, "State"), field(lead, "City"), lead["UID"]) for lead in rows]
    assert keys == sorted(keys, reverse=True)
    by_uid = uids(stand_in.leads(SortFields=["UID"], SortOrder=1, Take=1000)["Leads"])
    assert by_uid == sorted(by_uid, reverse=True)


def test_leads_without_the_sorted_value_come_first(stand_in: StandIn):
    rows = stand_in.all_rows(LEADS, SortFields=["LoanAmount"])
    ranks = [
        0 if field(lead, "LoanAmount") is None else 1 if is_number(field(lead, "LoanAmount")) else 2 for lead in rows
    ]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1, 2}


def test_fields_cut_the_fields_section_and_nothing_else(stand_in: StandIn, all_leads: AllLeads):
    names = ["FirstName", "Phone", "NoSuchField"]
    answer = stand_in.leads(Fields=names, Take=300)
    for lead, whole in zip(answer["Leads"], all_leads(1001)[:300], strict=True):
        expected = dict(whole)
        if "Fields" in whole:
            expected["Fields"] = {name: value for name, value in whole["Fields"].items() if name in names}
        assert lead == expected


@pytest.mark.parametrize(("path", "moment"), [(INBOUND, "CreatedOn"), (OUTBOUND, "SentOn")])
def test_pings_honour_dates_order_skip_and_take(stand_in: StandIn, path: str, moment: str):
    def when(ping: dict[str, Any]) -> datetime:
        return datetime.fromisoformat(ping[moment])

    rows = stand_in.all_rows(path)
    assert rows == sorted(rows, key=when)
    start, end = when(rows[50]), when(rows[250])
    asked = {"StartDate": start.isoformat(), "EndDate": end.isoformat(), "SortOrder": "DESC", "Skip": 20, "Take": 30}
    answer = stand_in.ask(path, **asked).json()
    inside = [ping for ping in reversed(rows) if start <= when(ping) <= end]
    assert list(answer) == ["Total", "Sent", "Skip", "Take", "QueryTime", "Pings"]
    assert answer["Pings"] == inside[20:50]
    assert (answer["Total"], answer["Sent"], answer["Skip"], answer["Take"]) == (len(inside), 30, 20, 30)
    assert len(inside) >= 201


def test_there_are_about_2000_pings_of_each_kind(stand_in: StandIn):
    for path in (INBOUND_PATH, OUTBOUND_PATH):
        total = sum(stand_in.ask(f"{path}/{lead_type}").json()["Total"] for lead_type in (1001, 1002, 1003))
        assert 1800 < total < 2200


def test_the_same_now_gives_the_same_bytes(stand_in: StandIn):
    paths = (LEADS, f"{LEADS_PATH}/1003", INBOUND, OUTBOUND)
    with serve(leadexec_app(Population(NOW))) as url:
        for path in paths:
            headers = stand_in.client.headers
            other = httpx.post(url + path, json=EVERYTHING | {"Take": 1000}, headers=headers, trust_env=False)
            assert other.content == stand_in.ask(path, Take=1000).content


def test_there_can_be_any_number_of_mortgage_leads_each_with_a_uid_of_its_own(
    population: Population, stand_in: StandIn
):
    seen: set[int] = set()
    moments: list[datetime] = []
    with serve(leadexec_app(population, lead_count=20_000)) as url:
        for skip in (0, 1000, 19_500):
            body = EVERYTHING | {"Take": 1000, "Skip": skip}
            answer = httpx.post(url + LEADS, json=body, headers=stand_in.client.headers, trust_env=False).json()
            assert answer["QueryTotal"] == 20_000
            seen.update(uids(answer["Leads"]))
            moments += [added(lead) for lead in answer["Leads"]]
    assert len(seen) == 2_500
    assert moments == sorted(moments)
    assert moments[0] > NOW - timedelta(days=121)
    assert moments[-1] < NOW
