"""Timelines, events, list memberships, fields and users."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import Any

import pytest

from leaddesk.demo.population import Population
from leaddesk.demo.sharpspring_events import BUSY_PERSON, DOCUMENTED_SOURCES, SOURCES
from leaddesk.demo.sharpspring_fields import CUSTOM_FIELDS
from leaddesk.demo.sharpspring_leads import arrange_leads
from leaddesk.demo.sharpspring_users import LIST_IDS, USER_NAMES
from tests.demo.sharpspring.conftest import SharpSpring

Rows = list[dict[str, Any]]
SINCE_EVER = {"createTimestamp": "2000-01-01 00:00:00"}


@pytest.fixture(scope="session")
def timelines(serving: SharpSpring, all_leads: Rows) -> dict[str, Rows]:
    return {lead["id"]: serving.rows("getLeadTimeline", where={"whoID": int(lead["id"])}) for lead in all_leads[::4]}


@pytest.fixture(scope="session")
def busy_id(population: Population) -> str:
    return next(str(row.id) for row in arrange_leads(population) if row.person.number == BUSY_PERSON)


def test_a_timeline_stands_by_source_and_by_time_inside_each(timelines: dict[str, Rows]):
    for entries in timelines.values():
        groups = [source for source, _ in groupby(entry["eventSource"] for entry in entries)]
        assert groups == [source for source in SOURCES if source in groups]
        for one, other in pairwise(entries):
            assert one["eventSource"] != other["eventSource"] or one["createTimestamp"] <= other["createTimestamp"]
    times = [[entry["createTimestamp"] for entry in entries] for entries in timelines.values()]
    assert any(moments != sorted(moments) for moments in times)


def test_entries_have_no_id_and_the_extra_members_of_their_source(timelines: dict[str, Rows]):
    usual = {"whatType", "whoID", "eventName", "eventSource", "createTimestamp"}
    extra = {"emailSent": {"__createTimestamp"}, "emailOpened": {"__createTimestamp"},
             "emailUnsubscribe": {"dueToHardBounce"}}  # fmt: skip
    for lead_id, entries in timelines.items():
        for entry in entries:
            source = entry["eventSource"]
            assert set(entry) == usual | extra.get(source, set())
            assert entry["whoID"] == lead_id
            assert (entry["eventName"] is None) == (source == "changeLeadStatus")
            assert (entry["whatType"] is None) == (source in ("changeLeadStatus", "leadOwnerChange"))


def test_sources_go_beyond_the_documented_four(timelines: dict[str, Rows]):
    assert {entry["eventSource"] for entries in timelines.values() for entry in entries} == set(SOURCES)
    assert set(DOCUMENTED_SOURCES) < set(SOURCES)


def test_some_entries_come_twice_to_the_letter(timelines: dict[str, Rows]):
    repeated = [entries for entries in timelines.values() if any(entries.count(entry) > 1 for entry in entries)]
    assert 5 < len(repeated) < len(timelines) / 2


@pytest.mark.parametrize("source", DOCUMENTED_SOURCES)
def test_a_timeline_can_be_asked_for_one_source(crm: SharpSpring, timelines: dict[str, Rows], source: str):
    lead_id, entries = next(
        (lead_id, entries)
        for lead_id, entries in timelines.items()
        if source in {entry["eventSource"] for entry in entries}
    )
    found = crm.rows("getLeadTimeline", where={"whoID": lead_id, "eventSource": source})
    assert found == [entry for entry in entries if entry["eventSource"] == source]


def test_a_timeline_of_an_unknown_lead_is_empty(crm: SharpSpring):
    assert crm.rows("getLeadTimeline", where={"whoID": 5}) == []


def test_a_long_timeline_is_cut_at_500_and_can_be_paged(crm: SharpSpring, busy_id: str):
    where = {"whoID": busy_id}
    assert len(crm.rows("getLeadTimeline", where=where)) == 500
    everything = crm.all_rows("getLeadTimeline", where=where)
    assert len(everything) > 700
    assert crm.rows("getLeadTimeline", where=where, limit=20, offset=600) == everything[600:620]


def test_version_1_writes_timelines_in_the_companys_zone(crm: SharpSpring, timelines: dict[str, Rows]):
    lead_id, entries = next(item for item in timelines.items() if item[1])
    local = crm.rows("getLeadTimeline", version="v1", where={"whoID": lead_id})
    assert len(local) == len(entries)
    for one, other in zip(local, entries, strict=True):
        assert one["createTimestamp"] < other["createTimestamp"]


def test_events_are_the_happenings_of_the_timeline_with_ids_and_by_time(crm: SharpSpring, timelines: dict[str, Rows]):
    lead_id, entries = max(timelines.items(), key=lambda item: len(item[1]) if len(item[1]) < 400 else 0)
    events = crm.rows("getEvents", where={"leadID": lead_id})
    assert [set(event) for event in events] == [
        {"id", "leadID", "eventName", "whatID", "whatType", "eventData", "eventSource", "createTimestamp"}
    ] * len(entries)
    assert {event["leadID"] for event in events} == {lead_id}
    assert sorted((event["eventSource"], event["createTimestamp"]) for event in events) == sorted(
        (entry["eventSource"], entry["createTimestamp"]) for entry in entries
    )
    moments = [event["createTimestamp"] for event in events]
    assert moments == sorted(moments)


def test_events_of_the_account_are_those_after_a_moment(crm: SharpSpring):
    everything = crm.all_rows("getEvents", where=SINCE_EVER)
    assert len({event["id"] for event in everything}) == len(everything) > 5_000
    assert [event["createTimestamp"] for event in everything] == sorted(e["createTimestamp"] for e in everything)
    moment = everything[-200]["createTimestamp"]
    later = crm.all_rows("getEvents", where={"createTimestamp": moment})
    assert later == [event for event in everything if event["createTimestamp"] > moment]


def test_events_of_a_lead_after_a_moment_meet_both_conditions(crm: SharpSpring, busy_id: str):
    everything = crm.all_rows("getEvents", where={"leadID": busy_id})
    moment = everything[-40]["createTimestamp"]
    found = crm.rows("getEvents", where={"leadID": int(busy_id), "createTimestamp": moment})
    assert found == [event for event in everything if event["createTimestamp"] > moment]
    assert crm.rows("getEvents", where={"leadID": 5}) == []


def test_events_are_cut_at_500(crm: SharpSpring):
    assert len(crm.rows("getEvents", where=SINCE_EVER, limit=2_000)) == 500


def test_memberships_are_pairs_of_lead_and_list(crm: SharpSpring, all_leads: Rows):
    ids = [lead["id"] for lead in all_leads[:99]]
    answer = crm.answer("getLeadListMemberships", memberIDs=[*ids, "7"])
    pairs = answer["result"]["getWhereIns"]
    assert {tuple(pair) for pair in pairs} == {("memberID", "listID")}
    assert {pair["listID"] for pair in pairs} == set(LIST_IDS)
    members = {pair["memberID"] for pair in pairs}
    assert members < set(ids)
    assert crm.rows("getLeadListMemberships", memberIDs=[int(lead_id) for lead_id in ids]) == pairs


def test_fields_give_the_label_of_every_custom_field(crm: SharpSpring):
    answer = crm.answer("getFields", where={})
    assert list(answer["result"]) == ["field"]
    labels = {row["systemName"]: row["label"] for row in answer["result"]["field"] if row["relationship"] == "lead"}
    assert labels.items() >= {item.system_name: item.label for item in CUSTOM_FIELDS}.items()
    assert labels["tcpa_text_5d3f6a2b9e417"] == "Consent wording"


def test_fields_and_leads_disagree_and_other_records_have_fields_too(crm: SharpSpring, all_leads: Rows):
    fields = crm.rows("getFields", where={})
    names = {row["systemName"] for row in fields if row["relationship"] == "lead"}
    assert names - set(all_leads[0]) == {"crmID", "numBounces", "hardBounced", "hasOpportunity"}
    assert {"accountID", "active"} <= set(all_leads[0]) - names
    assert {row["relationship"] for row in fields} == {"lead", "account", "opportunity", "campaign"}
    assert {row["isActive"] for row in fields} == {"0", "1"}


@pytest.mark.parametrize("flag", ["1", 1, True])
def test_fields_can_be_asked_for_and_paged(crm: SharpSpring, flag: Any):
    custom = crm.rows("getFields", where={"isCustom": flag})
    assert {row["isCustom"] for row in custom} == {"1"}
    assert len(custom) == len(CUSTOM_FIELDS) + 3
    assert crm.rows("getFields", where={"isCustom": flag}, limit=4, offset=2) == custom[2:6]
    (one,) = crm.rows("getFields", where={"systemName": "phoneNumber"})
    assert one["label"] == "Phone number"


def test_users_own_the_leads_and_one_has_left(crm: SharpSpring, all_leads: Rows):
    users = crm.rows("getUserProfiles", where={})
    assert {lead["ownerID"] for lead in all_leads} - {None} <= {user["id"] for user in users}
    assert len(users) == len(USER_NAMES) + 1
    assert len(crm.rows("getUserProfiles", where={"isActive": "1"})) == len(USER_NAMES)
    mail = "dana.whitfield@crm.example.com"
    assert [user["displayName"] for user in crm.rows("getUserProfiles", where={"emailAddress": mail})] == [
        "Dana Whitfield"
    ]
    assert all(user["emailAddress"].isascii() for user in users)
