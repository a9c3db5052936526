"""The timeline."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from leaddesk.domain.record import RecordKind
from leaddesk.domain.record_detail import FieldGroup
from leaddesk.domain.timeline import TimelineEvent
from leaddesk.ui.lead.text_table import leading_widths


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


LONG = "Page visited on website: Page URL: https://www.example.com/rates/today, Referrer: Example Search, 3 pages seen"


def long_timeline(lead_detail, count: int = 3):
    moment = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
    events = [TimelineEvent(moment, "visited", LONG) for _ in range(count)]
    return lead_detail(timeline=(TimelineEvent(moment, "added", "Lead added"), *events))


def test_what_happened_has_the_room_beside_the_time_and_breaks_into_lines(hand, lead_detail, qtbot):
    hand.show(long_timeline(lead_detail))
    table = hand.open("timeline").table
    qtbot.waitUntil(lambda: table.rowHeight(1) > table.rowHeight(0))
    assert table.columnWidth(0) + table.columnWidth(1) == table.viewport().width()
    lines = table.fontMetrics().boundingRect(0, 0, table.columnWidth(1) - 16, 9999, Qt.TextFlag.TextWordWrap, LONG)
    assert table.rowHeight(1) >= min(lines.height(), 5 * table.fontMetrics().lineSpacing())
    assert table.columnWidth(3) >= table.sizeHintForColumn(3), "what is scrolled to is not cut either"


@pytest.mark.parametrize(
    ("room", "widths"),
    [
        (900, [160, 400, 60, 160]),
        (640, [160, 260, 60, 160]),
        (590, [160, 400, 60, 160]),
        (420, [160, 260, 60, 160]),
        (300, [160, 140, 60, 160]),
        (200, [160, 110, 60, 160]),
    ],
)
def test_what_happened_has_what_is_left_beside_all_or_beside_the_time(room, widths):
    assert leading_widths(room, [160, 400, 60, 160], 1) == widths


def test_in_a_wide_pane_nothing_is_scrolled_to(hand, lead_detail, qtbot):
    hand.show(long_timeline(lead_detail))
    table = hand.open("timeline").table
    hand.pane.resize(900, 700)
    qtbot.waitUntil(lambda: table.viewport().width() > 800)
    assert table.horizontalScrollBar().maximum() == 0
    assert table.columnWidth(1) > 300


def test_the_whole_of_what_happened_is_in_the_tool_tip(hand, lead_detail):
    hand.show(long_timeline(lead_detail, 300))
    table = hand.open("timeline").table
    tip = table.contents.index(5, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert "3 pages seen" in tip
    assert table.rowHeight(5) == table.rowHeight(0), "hundreds of rows are not measured one by one"


@pytest.mark.parametrize("kind", [RecordKind.GROUP, RecordKind.FIELD, RecordKind.MEMBERSHIP])
def test_what_is_no_happening_has_no_timeline(hand, ping_detail, record, kind):
    hand.show(ping_detail(), record(kind=kind))
    assert "timeline" not in hand.pane.tab_keys()
    event = TimelineEvent(datetime(2026, 11, 19, 15, 0, tzinfo=UTC), "added", "Joined")
    hand.show(ping_detail(timeline=(event,)), record(kind=kind))
    assert "timeline" in hand.pane.tab_keys(), "unless its vendor tells of one"


@pytest.mark.parametrize("kind", [RecordKind.PING, RecordKind.EVENT])
def test_where_a_date_could_have_been_its_absence_is_said(hand, ping_detail, record, kind):
    hand.show(ping_detail(), record(kind=kind))
    assert "timeline" in hand.pane.tab_keys()


def test_a_timeline_that_comes_as_values_is_the_only_one(hand, lead_detail, field):
    values = FieldGroup("timeline", "Timeline", (field("e1", "2026-11-19 15:00:00"),))
    hand.show(lead_detail(timeline=(), closing_groups=(values,)))
    assert hand.pane.tab_keys().count("timeline") == 1
