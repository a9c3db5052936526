"""What happened to a Lofty lead: each list in its own form, with its own way of paging."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest

from leaddesk.demo.lofty import (
    APPOINTMENTS_PATH,
    CALLS_PATH,
    EMAILS_PATH,
    LEADS_PATH,
    NOTES_PATH,
    TEXTS_PATH,
    TIMELINE_PATH,
)
from leaddesk.demo.lofty_facts import lead_id_of
from leaddesk.demo.population import Population
from tests.demo.lofty.conftest import LoftyStandIn

Leads = list[dict[str, Any]]
CHANNELS = (("Call", CALLS_PATH, "calls"), ("Text", TEXTS_PATH, "texts"), ("Email", EMAILS_PATH, "emails"))
PLAIN = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


@pytest.fixture
def contacted(all_lofty_leads: Leads) -> Leads:
    """Leads that somebody called or wrote to."""
    return [lead for lead in all_lofty_leads if lead["lastTouch"]][:60]


def timeline(lofty: LoftyStandIn, lead: dict[str, Any], **parameters: Any) -> Leads:
    path = f"{TIMELINE_PATH}/{lead['leadId']}/activities"
    return lofty.get(path, **{"limit": 1000, **parameters})["activities"]


def busiest(lofty: LoftyStandIn, leads: Leads) -> dict[str, Any]:
    return max(leads, key=lambda lead: len(timeline(lofty, lead)))


def test_the_timeline_ends_with_the_last_touch_and_the_oldest_come_first(lofty: LoftyStandIn, contacted: Leads):
    for lead in contacted:
        moments = [datetime.fromisoformat(entry["activityTime"]) for entry in timeline(lofty, lead)]
        assert moments == sorted(moments)
        assert moments[-1] == datetime.fromisoformat(lead["lastTouch"].replace("GMT", "+00:00"))


def test_whoever_was_never_contacted_has_an_empty_timeline(lofty: LoftyStandIn, all_lofty_leads: Leads):
    untouched = [lead for lead in all_lofty_leads if not lead["lastTouch"]][:10]
    assert len(untouched) == 10
    assert [timeline(lofty, lead) for lead in untouched] == [[]] * 10


def test_the_timeline_is_told_in_the_zone_of_whoever_asks_or_another(lofty: LoftyStandIn, contacted: Leads):
    own, utc = timeline(lofty, contacted[0]), timeline(lofty, contacted[0], timeZoneCode="UTC")
    assert own[0]["activityTime"][-6:] in ("-08:00", "-07:00")
    assert utc[0]["activityTime"].endswith("+00:00")
    first, second = own[0]["activityTime"], utc[0]["activityTime"]
    assert datetime.fromisoformat(first) == datetime.fromisoformat(second)
    path = f"{TIMELINE_PATH}/{contacted[0]['leadId']}/activities"
    assert lofty.ask(path, timeZoneCode="Mars/Base").status_code == 400


def test_the_timeline_may_be_empty_for_everybody(lofty: LoftyStandIn, contacted: Leads):
    lofty.faults.timeline_empty = True
    assert timeline(lofty, contacted[0]) == []
    assert any(lofty.get(path, leadId=contacted[0]["leadId"])[name] for _, path, name in CHANNELS)


@pytest.mark.parametrize(("channel", "path", "name"), CHANNELS)
def test_each_channel_lists_its_part_of_the_timeline(
    lofty: LoftyStandIn, contacted: Leads, channel: str, path: str, name: str
):
    seen = 0
    for lead in contacted[:20]:
        entries = lofty.get(path, leadId=lead["leadId"], limit=1000)[name]
        whole = [entry for entry in timeline(lofty, lead, timeZoneCode="UTC") if entry["channel"] == channel]
        assert [entry["id"] for entry in entries] == [entry["id"] for entry in whole]
        assert {entry["leadId"] for entry in entries} <= {lead["leadId"]}
        for entry, told in zip(entries, whole, strict=True):
            moment = entry.get("createTime") or entry.get("textTime") or entry["emailEventTime"]
            assert PLAIN.fullmatch(moment)
            assert told["activityTime"][:19] == moment.replace(" ", "T")
        seen += len(entries)
    assert seen > 10


def test_ten_entries_come_unless_more_are_asked_for(lofty: LoftyStandIn, contacted: Leads):
    lead = busiest(lofty, contacted)
    whole = timeline(lofty, lead)
    assert len(whole) > 12
    path = f"{TIMELINE_PATH}/{lead['leadId']}/activities"
    assert lofty.get(path)["activities"] == whole[:10]
    assert lofty.get(path, offset=10)["activities"] == whole[10:20]
    assert lofty.get(path, currentId=whole[3]["id"], limit=4)["activities"] == whole[3:7]
    assert [lofty.ask(path, limit=limit).status_code for limit in (0, 1, 1000, 1001)] == [400, 200, 200, 400]


def test_notes_come_all_at_once_in_no_order(lofty: LoftyStandIn, population: Population, all_lofty_leads: Leads):
    lengths: set[int] = set()
    is_mixed = False
    for lead in all_lofty_leads[:80]:
        notes = lofty.get(NOTES_PATH, leadId=lead["leadId"])["notes"]
        lengths.add(len(notes))
        assert all(PLAIN.fullmatch(note["createTime"]) and note["leadId"] == lead["leadId"] for note in notes)
        moments = [note["createTime"] for note in notes]
        is_mixed |= moments not in (sorted(moments), sorted(moments, reverse=True))
    assert lengths == {0, 1, 2, 3}
    assert is_mixed
    person = next(person for person in population.people[:12] if person.notes.strip())
    contents = [note["content"] for note in lofty.get(NOTES_PATH, leadId=lead_id_of(person.number))["notes"]]
    assert person.notes in contents


def test_notes_of_the_program_come_only_when_asked_for(lofty: LoftyStandIn, all_lofty_leads: Leads):
    lead_id = all_lofty_leads[0]["leadId"]
    few = lofty.get(NOTES_PATH, leadId=lead_id)["notes"]
    more = lofty.get(NOTES_PATH, leadId=lead_id, includeSystemNote="true")["notes"]
    assert [note["systemNote"] for note in few] == [False] * len(few)
    assert len(more) == len(few) + 1
    assert sum(note["systemNote"] for note in more) == 1


def test_visits_are_a_bare_list_in_milliseconds_the_newest_first(lofty: LoftyStandIn, all_lofty_leads: Leads):
    kinds: set[str] = set()
    for lead in all_lofty_leads[:60]:
        visits = lofty.get(f"{LEADS_PATH}/{lead['leadId']}/activities")
        moments = [visit["created"] for visit in visits]
        assert moments == sorted(moments, reverse=True)
        kinds |= {visit["type"] for visit in visits}
        if visits:
            last = datetime.fromisoformat(lead["lastVisit"].replace("GMT", "+00:00"))
            assert moments[0] == int(last.timestamp() * 1000)
    assert kinds == {"Search", "Browse", "Favorite", "Request", "Submission"}


def test_visits_come_a_hundred_a_page(lofty: LoftyStandIn, all_lofty_leads: Leads):
    paths = [f"{LEADS_PATH}/{lead['leadId']}/activities" for lead in all_lofty_leads]
    many = next(path for path in paths if len(lofty.get(path)) == 100)
    first, second = lofty.get(many, curPage=0), lofty.get(many, curPage=1)
    assert first == lofty.get(many)
    assert second
    assert second[0]["created"] < first[-1]["created"]
    assert lofty.get(many, curPage=3) == []
    assert lofty.ask(many, curPage=-1).status_code == 400


def test_deals_and_appointments_are_bare_lists_in_milliseconds(lofty: LoftyStandIn, all_lofty_leads: Leads):
    deals, appointments = [], []
    for lead in all_lofty_leads[:60]:
        deals += lofty.get(f"{LEADS_PATH}/{lead['leadId']}/transactions")
        appointments += lofty.get(APPOINTMENTS_PATH, leadId=lead["leadId"])
    assert deals
    assert appointments
    assert all(deal["created"] > 10**12 and deal["homePrice"] > 0 for deal in deals)
    assert all(entry["endTime"] - entry["deadline"] == 3_600_000 for entry in appointments)
