"""The timeline."""

from __future__ import annotations

from datetime import UTC, datetime

from leaddesk.domain.record import RecordKind
from leaddesk.domain.timeline import TimelineEvent


def test_events_are_in_order_in_both_times(hand, lead_detail):
    hand.show(lead_detail())
    rows = hand.open("timeline").table.contents.rows
    assert [cell.text for cell in rows[0]] == [
        "2026-11-19 16:00:01 CET",
        "Lead added from Example Source",
        "added",
        "2026-11-19 07:00:01 PST",
    ]
    assert rows[0][0].note == "2026-11-19 15:00:01 UTC"
    assert len(rows) == 2


def test_a_kind_can_be_chosen(hand, lead_detail):
    hand.show(lead_detail())
    page = hand.open("timeline")
    assert [page.kinds.itemText(place) for place in range(page.kinds.count())] == ["All kinds", "Added", "Sent"]
    page.kinds.setCurrentIndex(2)
    assert [row[1].text for row in page.table.contents.rows] == ["Sent to Example Buyer 1, accepted"]
    page.kinds.setCurrentIndex(0)
    assert len(page.table.contents.rows) == 2


def test_a_ping_has_no_column_for_a_leads_time(hand, ping_detail, record):
    event = TimelineEvent(datetime(2026, 11, 19, 15, 0, tzinfo=UTC), "added", "Ping created")
    hand.show(ping_detail(timeline=(event,)), record(kind=RecordKind.PING))
    assert hand.open("timeline").table.contents.headings == ("My time", "What happened", "Kind")


def test_a_row_can_be_copied(hand, lead_detail):
    hand.show(lead_detail())
    page = hand.open("timeline")
    actions = {action.text(): action for action in page.table.context_menu().actions()}
    assert list(actions) == ["Copy “My time”", "Copy row", "Copy all"]
    actions["Copy row"].trigger()
    assert (
        hand.clipboard() == "2026-11-19 16:00:01 CET\tLead added from Example Source\tadded\t2026-11-19 07:00:01 PST\n"
    )
    actions["Copy all"].trigger()
    assert hand.clipboard().splitlines()[0] == "My time\tWhat happened\tKind\tLead’s time"
