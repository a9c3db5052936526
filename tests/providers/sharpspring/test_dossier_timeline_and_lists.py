"""What the document about SharpSpring lists of timelines and list memberships (section 5)."""

from __future__ import annotations

from typing import Any

import pytest

from leaddesk.domain.errors import AnswerNotUnderstood, InvalidInput, QueryRefused
from leaddesk.domain.record import RecordKind
from leaddesk.providers.sharpspring.spec import SHARPSPRING
from tests.providers.sharpspring.scripted import (
    Reply,
    failed,
    first_page,
    load_all,
    make_provider,
    make_query,
    make_transport,
    ok,
    paged,
)

pytestmark = pytest.mark.anyio


def happening(source: str, moment: str | None, **more: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"whatType": "email", "whoID": "5", "eventName": "Rates", "eventSource": source}
    return row | {"createTimestamp": moment} | more


GROUPED = [
    happening("changeLeadStatus", "2026-01-03 10:00:00", eventName=None, whatType=None),
    happening("emailSent", "2026-01-01 10:00:00"),
    happening("emailSent", "2026-01-04 10:00:00", __createTimestamp="2026-01-04 10:00:00"),
    happening("emailOpened", "2026-01-02 10:00:00"),
    happening("emailOpened", "2026-01-02 10:00:00"),
    happening("emailUnsubscribe", "2026-01-05 10:00:00", dueToHardBounce="1"),
    happening("somethingNew", "2026-01-06 10:00:00"),
]


async def test_5_a_timeline_is_put_in_order_of_time_and_its_repeats_are_counted():
    page = await first_page(make_transport(getLeadTimeline=ok({"leadTimeline": GROUPED})), "timeline", whoID="5")
    times = [record.values()["createTimestamp"] for record in page.records]
    assert times == sorted(times)
    assert (len(page.records), page.repeated) == (6, 1)
    assert {record.kind for record in page.records} == {RecordKind.EVENT}
    assert len({record.key for record in page.records}) == 6  # though none of them has an id
    words = [SHARPSPRING.read_detail(record, page.columns).title for record in page.records]
    assert words == [
        "E-mail sent: Rates",
        "E-mail opened: Rates",
        "Lead status changed",
        "E-mail sent: Rates",
        "Unsubscribed from e-mail: Rates (because mail to this address cannot be delivered)",
        "somethingNew: Rates",
    ]


async def test_5_a_timeline_is_turned_page_by_page_in_one_order():
    rows = [
        happening("pageVisit", f"2026-01-{day:02} 10:00:{second:02}") for second in range(40) for day in range(1, 29)
    ]
    transport = make_transport(getLeadTimeline=paged(rows, "leadTimeline"))
    tally, records, pages = await load_all(make_provider(transport), make_query("timeline", whoID="5"))
    times = [record.values()["createTimestamp"] for record in records]
    assert times == sorted(times)
    assert (len(times), len(pages)) == (1120, 12)
    assert tally.statement().complete
    assert len(transport.params("getLeadTimeline")) == 4  # read once, with one look behind its last page


async def test_5_a_timeline_whose_paging_is_ignored_comes_once():
    rows = [happening("pageVisit", f"2026-01-01 10:{n // 60:02}:{n % 60:02}") for n in range(700)]
    transport = make_transport(getLeadTimeline=ok({"leadTimeline": rows}))
    tally, records, _pages = await load_all(make_provider(transport), make_query("timeline", whoID="5"))
    assert len(records) == 700
    assert tally.statement().complete


async def test_5_a_timeline_that_is_cut_at_the_cap_is_told_as_incomplete():
    rows = [happening("pageVisit", f"2026-01-01 10:{n // 60:02}:{n % 60:02}") for n in range(500)]
    transport = make_transport(getLeadTimeline=ok({"leadTimeline": rows}))
    tally, records, pages = await load_all(make_provider(transport), make_query("timeline", whoID="5"))
    assert len(records) == 500
    assert not tally.statement().complete
    assert any("events are missing" in note for note in pages[0].notes)


async def test_5_an_event_source_that_is_refused_as_a_filter_is_filtered_here():
    def refuse(params: dict[str, Any]) -> Reply:
        return failed(219) if "eventSource" in params["where"] else ok({"leadTimeline": GROUPED})

    transport = make_transport(getLeadTimeline=refuse)
    page = await first_page(transport, "timeline", whoID="5", eventSource="emailSent")
    assert [record.values()["eventSource"] for record in page.records] == ["emailSent", "emailSent"]
    assert any("was filtered here" in note for note in page.notes)


async def test_5_a_filter_of_the_timeline_that_is_ignored_is_told():
    transport = make_transport(getLeadTimeline=ok({"leadTimeline": GROUPED}))
    page = await first_page(transport, "timeline", whoID="5", eventSource="emailOpened")
    assert len(page.records) == 1
    assert any("ignored the condition on eventSource" in note for note in page.notes)


@pytest.mark.parametrize("code", [214, 220, 404])
async def test_5_a_timeline_of_nobody_says_that_the_id_is_unknown(code: int):
    with pytest.raises(QueryRefused) as caught:
        await first_page(make_transport(getLeadTimeline=failed(code)), "timeline", whoID="5")
    assert "knows none of this id" in caught.value.remedy


# List memberships


def members(shape: str) -> Any:
    lists = {"5": ["91", "92"], "6": ["93"]}

    def answer(params: dict[str, Any]) -> Reply:
        asked = [str(one) for one in params["memberIDs"] if str(one) in lists]
        match shape:
            case "pairs":
                found: Any = [{"memberID": one, "listID": listed} for one in asked for listed in lists[one]]
            case "one row":
                found = [{"memberID": int(one), "listIDs": lists[one], "note": "x"} for one in asked]
            case "map":
                found = {one: lists[one] for one in asked} or []
            case "ids":
                found = [int(listed) for one in asked for listed in lists[one]]
            case _:
                found = []
        return ok({"getWhereIns": found})

    return answer


@pytest.mark.parametrize("shape", ["pairs", "one row", "map", "ids"])
async def test_5_list_memberships_are_read_in_each_shape(shape: str):
    transport = make_transport(getLeadListMemberships=members(shape))
    page = await first_page(transport, "list-memberships", memberIDs="5, 6, 7")
    assert {record.id: record.values()["listIDs"] for record in page.records} == {"5": ["91", "92"], "6": ["93"]}
    assert {record.kind for record in page.records} == {RecordKind.MEMBERSHIP}
    assert any("1 id (7): such a lead is on no list, or there is none." in note for note in page.notes)
    assert any("each id was asked for by itself" in note for note in page.notes) == (shape == "ids")
    assert len(transport.params("getLeadListMemberships")) == (4 if shape == "ids" else 1)


async def test_5_no_membership_at_all_names_every_id():
    page = await first_page(
        make_transport(getLeadListMemberships=members("nothing")), "list-memberships", memberIDs="5, 6"
    )
    assert page.records == ()
    assert "2 ids (5, 6)" in page.notes[0]


@pytest.mark.parametrize("found", ["x", {"999": ["1"]}, {"5": "1"}, [[1], [2]], 7])
async def test_5_a_membership_of_another_shape_is_not_guessed(found: Any):
    with pytest.raises(AnswerNotUnderstood):
        await first_page(
            make_transport(getLeadListMemberships=ok({"getWhereIns": found})), "list-memberships", memberIDs="5, 6"
        )


async def test_5_memberships_are_turned_page_by_page():
    ids = [str(number) for number in range(1, 8)]
    provider = make_provider(make_transport(getLeadListMemberships=members("pairs")))
    query = make_query("list-memberships", memberIDs=ids, page_size=3)
    tally, records, pages = await load_all(provider, query)
    assert [record.id for record in records] == ["5", "6"]
    assert [page.start.offset for page in pages] == [0, 3, 6]
    assert tally.statement().complete


def test_5_more_ids_than_ten_thousand_are_refused_before_anything_is_sent():
    with pytest.raises(InvalidInput, match="10,000"):
        make_query("list-memberships", memberIDs=[str(number) for number in range(10_001)])


async def test_5_junk_and_repeats_among_ids_are_left_out_and_told():
    query = make_query("list-memberships", memberIDs="5, 6, six\n5\n")
    assert query.values["memberIDs"] == ("5", "6")
    assert "1 repeated and 1 no ids" in query.notes[0]
