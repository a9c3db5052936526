"""Each switch changes what goes over the wire, and only while it is on."""

from __future__ import annotations

import json
from threading import Event
from time import monotonic
from typing import Any

import pytest

from leaddesk.demo.answers import WrongAnswer
from leaddesk.demo.sharpspring import KEY_REFUSAL
from leaddesk.demo.sharpspring_events import SOURCES
from leaddesk.demo.sharpspring_faults import (
    EchoedId,
    EventData,
    EventOrder,
    Hollow,
    KeyRefusal,
    Memberships,
    UnknownWhere,
)
from leaddesk.demo.sharpspring_fields import CUSTOM_FIELDS, LEAD_KEYS
from tests.demo.sharpspring.conftest import ALL_TIME, RIGHT_KEYS, SharpSpring

Leads = list[dict[str, Any]]
NOBODY: dict[str, Any] = {"where": {"emailAddress": "nobody@example.com"}}
UNAVAILABLE = "Service temporarily unavailable, try again in a few minutes."


def ids(leads: Leads) -> list[str]:
    return [lead["id"] for lead in leads]


# the keys


def test_the_right_keys_may_be_refused(crm: SharpSpring):
    crm.faults.keys_refused = True
    answer = crm.call("getLeads", where={})
    assert (answer.status_code, answer.text) == (401, KEY_REFUSAL)


def test_a_refusal_of_the_keys_may_be_a_json_string(crm: SharpSpring):
    crm.faults.keys_refused, crm.faults.key_refusal = True, KeyRefusal.JSON_STRING
    answer = crm.call("getLeads", where={})
    assert (answer.status_code, answer.json()) == (401, KEY_REFUSAL)


def test_a_refusal_of_the_keys_may_be_empty(crm: SharpSpring):
    crm.faults.keys_refused, crm.faults.key_refusal = True, KeyRefusal.EMPTY
    answer = crm.call("getLeads", where={})
    assert (answer.status_code, answer.content) == (401, b"")


@pytest.mark.parametrize("how", KeyRefusal)
def test_a_refusal_of_the_keys_may_ask_to_sign_in(crm: SharpSpring, how: KeyRefusal):
    crm.faults.keys_refused, crm.faults.key_refusal, crm.faults.asks_for_sign_in = True, how, True
    assert crm.call("getLeads", where={}).headers["WWW-Authenticate"] == 'Basic realm="SharpSpring"'


@pytest.mark.parametrize("status", [200, 401])
@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ({"accountID": ""}, 103),
        ({"secretKey": ""}, 104),
        ({"secretKey": "x"}, 105),
    ],
)
def test_a_refusal_of_the_keys_may_stand_in_the_envelope(
    crm: SharpSpring, keys: dict[str, str], code: int, status: int
):
    crm.faults.key_refusal, crm.faults.key_error_status = KeyRefusal.ENVELOPE, status
    body = {"method": "getLeads", "params": {"where": {}}, "id": "k"}
    answer = crm.post(body, params=RIGHT_KEYS | keys)
    assert (answer.status_code, answer.json()["error"]["code"], answer.json()["id"]) == (status, code, "k")
    assert crm.post(body).json()["error"] is None


@pytest.mark.parametrize("code", [103, 104, 105])
def test_the_code_of_that_envelope_may_be_chosen(crm: SharpSpring, code: int):
    crm.faults.keys_refused, crm.faults.key_refusal, crm.faults.key_error_code = True, KeyRefusal.ENVELOPE, code
    assert crm.error("getLeads", where={}) == code


# answers that are none


def test_statuses_come_once_each_and_then_all_is_well(crm: SharpSpring):
    crm.faults.next_statuses = [500, 503]
    assert [crm.call("getFields", where={}).status_code for _ in range(3)] == [500, 503, 200]


@pytest.mark.parametrize(
    ("wrong", "start"),
    [(WrongAnswer.WEB_PAGE, "<!DOCTYPE html>"), (WrongAnswer.EMPTY, ""), (WrongAnswer.OTHER_SHAPE, '{"Items"')],
)
def test_another_body_may_come_with_status_200(crm: SharpSpring, wrong: WrongAnswer, start: str):
    crm.faults.next_wrong_answers = [wrong]
    first, second = crm.call("getFields", where={}), crm.call("getFields", where={})
    assert first.status_code == 200
    assert first.text[:15].startswith(start)
    assert bool(first.text) == bool(start)
    assert second.json()["error"] is None
    crm.faults.wrong_answer = wrong
    assert [crm.call("getFields", where={}).text for _ in range(2)] == [first.text, first.text]


def test_an_answer_may_be_cut_off(crm: SharpSpring):
    whole = crm.call("getFields", where={})
    crm.faults.wrong_answer = WrongAnswer.CUT_OFF
    half = crm.call("getFields", where={})
    assert half.text == whole.text[: len(half.text)]
    with pytest.raises(ValueError):
        half.json()


def test_answers_may_be_slow(crm: SharpSpring):
    crm.faults.delay_seconds = 0.2
    begun = monotonic()
    crm.answer("getFields", where={})
    assert monotonic() - begun >= 0.2


# errors


def test_errors_may_come_once_each(crm: SharpSpring):
    crm.faults.next_errors = [999, 107, UNAVAILABLE]
    errors = [crm.answer("getFields", where={})["error"] for _ in range(4)]
    assert [error and error["code"] for error in errors] == [999, 107, 999, None]
    assert errors[2]["message"] == UNAVAILABLE


@pytest.mark.parametrize("status", [200, 401, 500])
def test_an_error_may_stay_and_have_another_status(crm: SharpSpring, status: int):
    crm.faults.every_error, crm.faults.error_status = 106, status
    answers = [crm.call("getFields", where={}) for _ in range(2)]
    assert [(answer.status_code, answer.json()["error"]["code"]) for answer in answers] == [(status, 106)] * 2


def test_the_daily_limit_is_counted(crm: SharpSpring):
    used = int(crm.answer("getFields", where={})["callCount"])
    crm.faults.daily_limit = used + 1
    answers = [crm.answer("getFields", where={}) for _ in range(3)]
    assert [answer["error"] and answer["error"]["code"] for answer in answers] == [None, 106, 106]
    assert [answer["callCount"] for answer in answers] == [str(used + 1), str(used + 2), str(used + 3)]
    assert answers[0]["queryLimit"] == str(used + 1)
    crm.faults.calls_before -= 10
    assert crm.answer("getFields", where={})["error"] is None


def test_calls_in_a_second_are_counted_and_the_next_second_is_free(crm: SharpSpring):
    crm.faults.limit_per_second = 3
    begun, refused, accepted = monotonic(), 0, list[float]()
    while len(accepted) < 6 and monotonic() - begun < 20:
        error = crm.answer("getUserProfiles", where={})["error"]
        if error is None:
            accepted.append(monotonic())
        else:
            assert error["code"] == 107
            refused += 1
            Event().wait(0.02)
    assert len(accepted) == 6
    assert refused > 0
    assert all(accepted[place + 3] - accepted[place] > 0.9 for place in range(3))


def test_errors_may_be_a_list_and_codes_text(crm: SharpSpring):
    crm.faults.error_is_list = crm.faults.codes_as_text = True
    (error,) = crm.answer("getLeads")["error"]
    assert error["code"] == "206"


@pytest.mark.parametrize(("hollow", "value"), [(Hollow.NULL, None), (Hollow.LIST, []), (Hollow.OBJECT, {})])
def test_no_error_and_no_result_may_be_written_in_several_ways(crm: SharpSpring, hollow: Hollow, value: Any):
    crm.faults.no_error = crm.faults.error_result = crm.faults.empty_result = hollow
    assert crm.answer("getFields", where={})["error"] == value
    assert crm.answer("getFields")["result"] == value
    assert crm.answer("getLeads", **NOBODY)["result"] == value
    assert len(crm.answer("getLeads", where={}, limit=2)["result"]["lead"]) == 2


def test_no_error_may_be_empty_text(crm: SharpSpring):
    crm.faults.no_error = Hollow.TEXT
    assert crm.answer("getFields", where={})["error"] == ""


def test_members_may_be_missing(crm: SharpSpring):
    crm.faults.no_error = crm.faults.error_result = crm.faults.empty_result = Hollow.MISSING
    assert "error" not in crm.answer("getFields", where={})
    assert "result" not in crm.answer("getFields")
    assert "result" not in crm.answer("getLeads", **NOBODY)


# the envelope


def test_another_id_or_a_number_or_none_may_be_echoed(crm: SharpSpring):
    def echo(sent: str) -> Any:
        return crm.post({"method": "getUserProfiles", "params": {"where": {}}, "id": sent}).json().get("id", "missing")

    crm.faults.echoed_id = EchoedId.OTHER
    assert echo("12") == "12-other"
    crm.faults.echoed_id = EchoedId.NUMBER
    assert [echo("12"), echo("a12")] == [12, "a12"]
    crm.faults.echoed_id = EchoedId.MISSING
    assert echo("12") == "missing"


def test_the_count_of_calls_may_be_absent(crm: SharpSpring):
    crm.faults.call_count_missing = True
    assert list(crm.answer("getFields", where={})) == ["result", "error", "id"]


@pytest.mark.parametrize(
    ("method", "params", "key"),
    [
        ("getLead", {"id": 1}, "leads"),
        ("getLeads", NOBODY, "leads"),
        ("getLeadsDateRange", ALL_TIME | {"timestamp": "create"}, "leads"),
        ("getEvents", {"where": {"leadID": 1}}, "fields"),
        ("getLeadTimeline", {"where": {"whoID": 1}}, "leadTimeline"),
        ("getLeadListMemberships", {"memberIDs": [1]}, "getWhereIns"),
        ("getFields", {"where": {}}, "fields"),
    ],
)
def test_results_may_stand_under_the_documented_keys(crm: SharpSpring, method: str, params: dict[str, Any], key: str):
    crm.faults.documented_keys = True
    assert list(crm.answer(method, **params)["result"]) == [key]


def test_memberships_may_stand_under_any_key(crm: SharpSpring):
    crm.faults.membership_key = "leadListMembership"
    assert list(crm.answer("getLeadListMemberships", memberIDs=[1])["result"]) == ["leadListMembership"]


def test_has_more_may_stand_at_the_top_and_inside_the_result(crm: SharpSpring, all_leads: Leads):
    crm.faults.has_more = True
    more, last = crm.answer("getLeads", where={}), crm.answer("getLeads", where={}, offset=len(all_leads) - 5)
    assert (more["hasMore"], list(more["result"])) == (True, ["hasMore", "lead"])
    assert (last["hasMore"], last["result"]["hasMore"]) == (False, False)
    assert crm.answer("getLeads")["hasMore"] is False


# pages


def test_a_server_may_give_fewer_than_asked_for(crm: SharpSpring, all_leads: Leads):
    crm.faults.most_rows = 40
    assert ids(crm.rows("getLeads", where={}, limit=100)) == ids(all_leads[:40])
    assert ids(crm.rows("getLeads", where={}, limit=10)) == ids(all_leads[:10])


def test_pages_above_some_size_may_come_as_a_web_page(crm: SharpSpring, all_leads: Leads):
    crm.faults.page_refused_above = 100
    too_large: tuple[dict[str, Any], ...] = ({}, {"limit": 101})
    for params in too_large:
        answer = crm.call("getLeads", where={}, **params)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/html")
    assert ids(crm.rows("getLeads", where={}, limit=100)) == ids(all_leads[:100])
    assert crm.rows("getLead", id=all_leads[0]["id"]) == all_leads[:1]


def test_a_row_may_come_again_in_place_of_another(crm: SharpSpring, all_leads: Leads):
    crm.faults.repeats_last_row = True
    first, second = (crm.rows("getLeads", where={}, limit=50, offset=offset) for offset in (0, 50))
    assert ids(first) == ids(all_leads[:50])
    assert ids(second) == ids([all_leads[49], *all_leads[51:100]])


def test_leads_may_be_deleted_at_the_front_while_paging(crm: SharpSpring, all_leads: Leads):
    crm.faults.rows_gone = 3
    assert ids(crm.rows("getLeads", where={}, limit=50)) == ids(all_leads[:50])
    assert ids(crm.rows("getLeads", where={}, limit=50, offset=50)) == ids(all_leads[53:103])


@pytest.mark.parametrize(("method", "params"), [("getLeads", {"where": {}}), ("getFields", {"where": {}})])
def test_one_row_of_a_page_may_be_a_number(crm: SharpSpring, method: str, params: dict[str, Any]):
    crm.faults.unreadable_row = 4
    rows = crm.rows(method, **params, limit=10)
    assert [place for place, row in enumerate(rows) if not isinstance(row, dict)] == [4]
    assert len(crm.rows(method, **params, limit=3)) == 3


# date ranges


def test_the_second_page_of_a_date_range_may_repeat_the_first(crm: SharpSpring):
    asked = ALL_TIME | {"timestamp": "update", "limit": 100}
    first, second = crm.rows("getLeadsDateRange", **asked), crm.rows("getLeadsDateRange", **asked, offset=100)
    assert not set(ids(first)) & set(ids(second))
    crm.faults.range_offset_ignored = True
    assert crm.rows("getLeadsDateRange", **asked, offset=100) == first
    assert crm.rows("getLeads", where={}, limit=1) != crm.rows("getLeads", where={}, limit=1, offset=1)


def test_paging_of_a_date_range_may_be_refused(crm: SharpSpring):
    crm.faults.range_paging_refused = True
    for paging in ({"limit": 5}, {"offset": 5}):
        assert crm.error("getLeadsDateRange", **ALL_TIME, timestamp="create", **paging) == 205
    assert len(crm.rows("getLeadsDateRange", **ALL_TIME, timestamp="create")) == 500


def test_a_limit_above_500_may_be_kept_in_a_date_range_alone(crm: SharpSpring, all_leads: Leads):
    crm.faults.range_limit_honoured = True
    asked = ALL_TIME | {"timestamp": "create"}
    assert ids(crm.rows("getLeadsDateRange", **asked, limit=5_000)) == ids(all_leads)
    assert len(crm.rows("getLeadsDateRange", **asked)) == 500
    assert len(crm.rows("getLeads", where={}, limit=5_000)) == 500


@pytest.mark.parametrize("timestamp", ["create", "update"])
def test_both_ends_of_a_date_range_may_be_excluded(crm: SharpSpring, timestamp: str):
    name = f"{timestamp}Timestamp"
    found = crm.rows("getLeadsDateRange", **ALL_TIME, timestamp=timestamp)
    one, other = (lead for lead in (found[100], found[300]))
    if timestamp == "update":
        one, other = (lead for lead in [lead for lead in found if (lead[name] or "0")[0] != "0"][100:102])
    asked = {"startDate": one[name], "endDate": other[name], "timestamp": timestamp}
    inside = ids(crm.rows("getLeadsDateRange", **asked))
    crm.faults.ends_are_exclusive = True
    assert {one["id"], other["id"]} <= set(inside)
    assert not {one["id"], other["id"]} & set(ids(crm.rows("getLeadsDateRange", **asked)))


def test_a_date_in_another_form_may_have_another_code(crm: SharpSpring):
    crm.faults.other_date_code = 217
    assert crm.error("getLeadsDateRange", startDate="2026-01-01", endDate="x", timestamp="create") == 217


def test_version_1_2_may_have_the_time_of_the_company(crm: SharpSpring, all_leads: Leads):
    local = crm.rows("getLeads", version="v1", where={}, limit=5)
    crm.faults.company_time = True
    assert crm.rows("getLeads", where={}, limit=5) == local != all_leads[:5]


# conditions and fields


def test_undocumented_conditions_may_be_ignored_and_give_everything(crm: SharpSpring, all_leads: Leads):
    crm.faults.unknown_where = UnknownWhere.IGNORED
    where = {"phoneNumber": all_leads[700]["phoneNumber"]}
    assert ids(crm.rows("getLeads", where=where)) == ids(all_leads[:500])
    assert crm.rows("getLeads", where=where | {"id": all_leads[3]["id"]}) == [all_leads[3]]


def test_undocumented_conditions_may_be_applied(crm: SharpSpring, all_leads: Leads):
    crm.faults.unknown_where = UnknownWhere.FILTERED
    lead = next(lead for lead in all_leads[700:] if lead["phoneNumber"])
    found = crm.rows("getLeads", where={"phoneNumber": lead["phoneNumber"]})
    assert lead in found
    assert {item["phoneNumber"] for item in found} == {lead["phoneNumber"]}
    both = crm.rows("getLeads", where={"state": ["TX", "MO"], "city": lead["city"]})
    assert both == [item for item in all_leads if item["state"] in ("TX", "MO") and item["city"] == lead["city"]]
    events = crm.rows("getEvents", where={"createTimestamp": "2000-01-01 00:00:00", "eventSource": "emailSent"})
    assert {event["eventSource"] for event in events} == {"emailSent"}


def test_unknown_fields_may_be_refused(crm: SharpSpring):
    crm.faults.unknown_fields_refused = True
    refused = crm.answer("getLeads", where={}, fields=["id", "nothing"])["error"]
    assert (refused["code"], refused["data"]) == (205, list(LEAD_KEYS))
    assert len(crm.rows("getLeads", where={}, limit=2, fields=["id", "persona"])) == 2


def test_leads_may_come_with_id_though_it_was_not_named(crm: SharpSpring, all_leads: Leads):
    crm.faults.id_always_returned = True
    (lead,) = crm.rows("getLeads", where={}, limit=1, fields=["state"])
    assert lead == {"id": all_leads[0]["id"], "state": all_leads[0]["state"]}


def test_an_unknown_id_may_give_a_ghost_without_id(crm: SharpSpring, all_leads: Leads):
    crm.faults.ghost_leads = True
    (ghost,) = crm.rows("getLead", id=5)
    assert ghost == {"leadStatus": "open"} | {item.system_name: "" for item in CUSTOM_FIELDS}
    assert crm.rows("getLead", id=all_leads[0]["id"]) == all_leads[:1]


# values


def test_numbers_and_flags_may_come_as_such(crm: SharpSpring, all_leads: Leads):
    crm.faults.scalars_typed = True
    found = crm.rows("getLeads", where={}, limit=50)
    assert [lead["id"] for lead in found] == [int(lead["id"]) for lead in all_leads[:50]]
    assert {type(lead["isQualified"]) for lead in found} == {bool}
    assert {type(lead["zipcode"]) for lead in found} == {str}


def test_members_that_are_null_may_be_left_out(crm: SharpSpring, all_leads: Leads):
    crm.faults.nulls_left_out = True
    found = crm.rows("getLeads", where={}, limit=50)
    assert found == [{k: v for k, v in lead.items() if v is not None} for lead in all_leads[:50]]


def test_flags_of_fields_may_be_booleans(crm: SharpSpring):
    crm.faults.flags_as_booleans = True
    custom = crm.rows("getFields", where={"isCustom": "1"})
    assert {row["isCustom"] for row in custom} == {True}
    assert {row["isActive"] for row in custom} == {True, False}


def test_memberships_may_have_four_shapes(crm: SharpSpring, all_leads: Leads):
    asked = ids(all_leads[:10])
    pairs = crm.rows("getLeadListMemberships", memberIDs=asked)
    crm.faults.memberships = Memberships.IDS
    assert crm.rows("getLeadListMemberships", memberIDs=asked) == [pair["listID"] for pair in pairs]
    crm.faults.memberships = Memberships.MAP
    lists = crm.rows("getLeadListMemberships", memberIDs=asked)
    assert [(member, item) for member, items in lists.items() for item in items] == [
        (pair["memberID"], pair["listID"]) for pair in pairs
    ]
    assert crm.rows("getLeadListMemberships", memberIDs=[5]) == []
    crm.faults.memberships = Memberships.NOTHING
    assert crm.rows("getLeadListMemberships", memberIDs=asked) == []


# events


@pytest.fixture
def lead_id(crm: SharpSpring, all_leads: Leads) -> str:
    """A lead with events of many kinds."""
    return max(
        (lead["id"] for lead in all_leads[:40]),
        key=lambda lead_id: len({event["eventSource"] for event in crm.rows("getEvents", where={"leadID": lead_id})}),
    )


def test_events_may_come_type_after_type(crm: SharpSpring, lead_id: str):
    by_time = crm.rows("getEvents", where={"leadID": lead_id})
    crm.faults.event_order = EventOrder.BY_TYPE
    by_type = crm.rows("getEvents", where={"leadID": lead_id})
    assert by_type == sorted(by_time, key=lambda event: event["eventSource"]) != by_time


def test_events_may_come_as_a_list_for_each_type(crm: SharpSpring, lead_id: str):
    by_time = crm.rows("getEvents", where={"leadID": lead_id})
    crm.faults.event_order = EventOrder.LIST_A_TYPE
    lists = crm.rows("getEvents", where={"leadID": lead_id})
    for source, events in lists.items():
        assert events == [event for event in by_time if event["eventSource"] == source]
    assert sum(len(events) for events in lists.values()) == len(by_time)
    assert crm.rows("getEvents", where={"leadID": 5}) == []


def test_the_data_of_events_may_be_of_any_kind(crm: SharpSpring, lead_id: str):
    def data() -> list[Any]:
        return [event["eventData"] for event in crm.rows("getEvents", where={"leadID": lead_id})]

    objects = data()
    assert set(objects[0]) == {"isDelivered", "isOpened", "referrer", "url"}
    crm.faults.event_data = EventData.JSON_TEXT
    assert [json.loads(text) for text in data()] == objects
    crm.faults.event_data = EventData.PLAIN_TEXT
    assert all(text.partition(": ")[0] in SOURCES for text in data())
    crm.faults.event_data = EventData.LIST
    assert data() == [[]] * len(objects)
    crm.faults.event_data = EventData.NULL
    assert data() == [None] * len(objects)


def test_a_timeline_may_take_each_source_as_a_filter(crm: SharpSpring, lead_id: str):
    assert crm.error("getLeadTimeline", where={"whoID": lead_id, "eventSource": "leadCreation"}) == 219
    crm.faults.any_source_accepted = True
    (entry,) = crm.rows("getLeadTimeline", where={"whoID": lead_id, "eventSource": "leadCreation"})
    assert entry["eventSource"] == "leadCreation"
    assert crm.error("getLeadTimeline", where={"whoID": lead_id, "eventSource": "nothing"}) == 219


def test_a_timeline_may_always_come_whole(crm: SharpSpring, lead_id: str):
    whole = crm.rows("getLeadTimeline", where={"whoID": lead_id})
    assert len(crm.rows("getLeadTimeline", where={"whoID": lead_id}, limit=2, offset=2)) == 2
    crm.faults.timeline_paging_ignored = True
    assert crm.rows("getLeadTimeline", where={"whoID": lead_id}, limit=2, offset=2) == whole
