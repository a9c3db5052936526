"""The pane as a whole: tabs, keys, filter, states."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMainWindow, QPlainTextEdit, QWidget

from leaddesk.domain.cell import Kind
from leaddesk.domain.lead import Email, Phone
from leaddesk.domain.record import RecordKind
from leaddesk.domain.record_detail import Document, FieldGroup
from leaddesk.domain.send_history import SendHistory
from leaddesk.ui.lead.field_table import FieldTable
from leaddesk.ui.lead.record_pane import RecordPane
from leaddesk.ui.lead.text_view import TextView

LEAD_TABS = ("summary", "fields", "properties", "consent", "sends", "verification", "timeline", "raw")
HOSTILE = '<img src="//host/share/a.png"><b>bold</b>'


def shown_words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_a_lead_has_its_tabs_in_the_order_of_its_sections(hand, lead_detail):
    hand.show(lead_detail())
    assert hand.pane.tab_keys() == LEAD_TABS
    titles = [hand.pane.tabs.tabText(place) for place in range(hand.pane.tabs.count())]
    assert titles == ["Summary", "Fields", "Properties", "Consent", "Sends", "Verification", "Timeline", "Raw"]


def test_a_ping_has_its_own_tabs_and_the_first_is_named_after_it(hand, ping_detail, record):
    hand.show(ping_detail(), record(kind=RecordKind.PING))
    assert hand.pane.tab_keys() == ("summary", "fields", "timeline", "Request", "Response", "raw")
    assert hand.pane.tabs.tabText(0) == "Ping"
    assert [row[1].text for row in hand.open("summary").table.contents.rows] == ["yes", "12.50"]


def test_a_group_named_like_the_record_is_joined_to_the_first_tab(hand, ping_detail, record, field):
    same = FieldGroup("ping", "Ping", (field("Accepted", True, Kind.YES_NO), field("Id", "63c8")))
    hand.show(ping_detail(groups=(same,)), record(kind=RecordKind.PING))
    assert hand.pane.tab_keys() == ("summary", "timeline", "Request", "Response", "raw")
    assert [row[0].text for row in hand.open("summary").table.contents.rows] == ["Accepted", "PotentialRevenue", "Id"]


def test_a_text_with_a_tab_of_its_own_is_not_repeated_unmasked_among_the_values(hand, ping_detail, record, field):
    group = FieldGroup(
        "more", "More", (field("Request", "password=hunter2"), field("Response", None), field("Id", "1"))
    )
    hand.show(ping_detail(groups=(group,)), record(kind=RecordKind.PING))
    page = hand.open("more")
    assert [row[0].text for row in page.table.contents.rows] == ["Response", "Id"]
    assert "In tabs of their own: Request." in shown_words(page)


def test_a_record_without_consent_or_sends_at_all_has_no_tab_for_them(hand, lead_detail):
    hand.show(lead_detail(consent=None, sends=None))
    assert "consent" not in hand.pane.tab_keys()
    assert "sends" not in hand.pane.tab_keys()


def test_only_the_tab_in_view_is_built(hand, lead_detail):
    hand.show(lead_detail())
    assert [key for key in LEAD_TABS if hand.pane.tabs.page(key) is not None] == ["summary"]
    hand.open("raw")
    assert [key for key in LEAD_TABS if hand.pane.tabs.page(key) is not None] == ["summary", "raw"]


def test_a_built_tab_is_not_built_again(hand, lead_detail):
    hand.show(lead_detail())
    page = hand.open("fields")
    hand.open("raw")
    assert hand.open("fields") is page


def test_the_tab_is_kept_from_lead_to_lead_and_comes_back_when_one_lacks_it(hand, lead_detail):
    hand.show(lead_detail())
    hand.open("verification")
    hand.show(lead_detail(title="Bo"))
    assert hand.pane.current_tab() == "verification"
    hand.show(lead_detail(closing_groups=()))
    assert hand.pane.current_tab() == "summary"
    hand.show(lead_detail())
    assert hand.pane.current_tab() == "verification"


def test_title_and_subtitle_name_the_record(hand, lead_detail):
    hand.show(lead_detail())
    assert hand.pane.header.title.text() == "Ada Testwood"
    assert hand.pane.header.subtitle.text() == "Lead 90210001"


def test_an_empty_group_says_why(hand, lead_detail):
    hand.show(
        lead_detail(
            groups=(
                FieldGroup("fields", "Fields", (), "LeadExec sent no fields for this lead."),
                FieldGroup("other", "Other", ()),
            )
        )
    )
    assert "LeadExec sent no fields for this lead." in shown_words(hand.open("fields"))
    assert "The vendor sent nothing here for this record." in shown_words(hand.open("other"))


def test_an_empty_document_and_an_empty_timeline_say_why(hand, ping_detail, record):
    hand.show(
        ping_detail(documents=(Document("a", "A", "", "LeadExec did not send this."), Document("b", "B", ""))),
        record(kind=RecordKind.PING),
    )
    assert "LeadExec did not send this." in shown_words(hand.open("a"))
    assert "The vendor sent nothing here." in shown_words(hand.open("b"))
    assert "no date" in shown_words(hand.open("timeline"))


def test_no_record_and_a_problem_are_words_and_keep_nothing_of_the_last_record(hand, lead_detail):
    hand.show(lead_detail())
    assert hand.pane.is_showing_record
    hand.pane.clear()
    assert "Choose a row in the table to read it here." in shown_words(hand.pane)
    hand.pane.show_problem("This lead could not be read.", "Choose another one.")
    words = shown_words(hand.pane)
    assert "This lead could not be read." in words
    assert "Choose another one." in words
    assert "Ada Testwood" not in words
    assert not hand.pane.is_showing_record
    assert hand.pane.tab_keys() == ()


def test_the_tab_survives_a_moment_without_a_record(hand, lead_detail):
    hand.show(lead_detail())
    hand.open("sends")
    hand.pane.clear()
    hand.show(lead_detail())
    assert hand.pane.current_tab() == "sends"


# Keys


@pytest.mark.parametrize("key", LEAD_TABS)
def test_alt_down_and_alt_up_ask_for_the_neighbours_from_every_tab(hand, qtbot, lead_detail, key):
    hand.show(lead_detail())
    hand.open(key)
    hand.pane.focus_record()
    assert hand.pane.isAncestorOf(focused())
    with qtbot.waitSignal(hand.pane.next_wanted, timeout=1000):
        qtbot.keyClick(focused(), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    with qtbot.waitSignal(hand.pane.previous_wanted, timeout=1000):
        qtbot.keyClick(focused(), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)


def test_the_buttons_ask_for_the_neighbours_and_can_be_switched_off(hand, qtbot, lead_detail):
    hand.show(lead_detail())
    with qtbot.waitSignal(hand.pane.next_wanted, timeout=1000):
        hand.pane.header.next_button.click()
    with qtbot.waitSignal(hand.pane.previous_wanted, timeout=1000):
        hand.pane.header.previous_button.click()
    hand.pane.set_neighbours(previous=False, following=True)
    assert not hand.pane.header.previous_button.isEnabled()
    assert hand.pane.header.next_button.isEnabled()


@pytest.mark.parametrize("key", LEAD_TABS)
def test_the_keyboard_stays_in_the_pane_when_the_next_record_comes(hand, lead_detail, key):
    hand.show(lead_detail())
    hand.open(key)
    hand.pane.focus_record()
    hand.show(lead_detail(title="Bo"))
    assert hand.pane.tabs.isAncestorOf(focused())


def test_a_new_record_does_not_take_the_keyboard_from_elsewhere(hand, qtbot, lead_detail):
    hand.show(lead_detail())
    hand.pane.header.filter_box.setFocus()
    hand.show(lead_detail(title="Bo"))
    assert focused() is hand.pane.header.filter_box


@pytest.mark.parametrize("key", LEAD_TABS)
def test_esc_leaves_the_pane_from_every_tab(hand, qtbot, lead_detail, key):
    hand.show(lead_detail())
    hand.open(key)
    hand.pane.focus_record()
    with qtbot.waitSignal(hand.pane.left, timeout=1000):
        qtbot.keyClick(focused(), Qt.Key.Key_Escape)


def test_esc_in_the_filter_empties_it_first(hand, qtbot, lead_detail):
    hand.show(lead_detail())
    box = hand.pane.header.filter_box
    box.setText("loan")
    box.setFocus()
    left: list[bool] = []
    hand.pane.left.connect(lambda: left.append(True))
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert (box.text(), left) == ("", [])
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert left == [True]


def test_control_and_a_number_opens_that_tab_and_control_tab_goes_on(hand, qtbot, lead_detail):
    hand.show(lead_detail())
    hand.pane.focus_record()
    qtbot.keyClick(focused(), Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert hand.pane.current_tab() == "consent"
    hand.pane.focus_record()
    qtbot.keyClick(focused(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert hand.pane.current_tab() == "sends"
    qtbot.keyClick(focused(), Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    assert hand.pane.current_tab() == "sends"


def test_control_f_goes_to_the_filter_or_to_the_find_box_of_a_text(hand, qtbot, lead_detail):
    hand.show(lead_detail())
    hand.open("fields")
    hand.pane.focus_record()
    qtbot.keyClick(focused(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert focused() is hand.pane.header.filter_box
    page = hand.open("raw")
    hand.pane.focus_record()
    qtbot.keyClick(focused(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert focused() is page.find_box


def test_the_panes_keys_win_over_the_windows_own_while_the_keyboard_is_in_the_pane(hand, qtbot, lead_detail):
    window = QMainWindow()
    qtbot.addWidget(window)
    pane = RecordPane(now=lambda: datetime(2026, 11, 20, 19, 2, tzinfo=UTC))
    hand = type(hand)(pane)
    taken: list[str] = []

    def note(name: str, _checked: bool = False) -> None:
        taken.append(name)

    for keys in (
        QKeySequence(QKeySequence.StandardKey.Find),
        QKeySequence(QKeySequence.StandardKey.Copy),
        QKeySequence("Esc"),
    ):
        action = QAction(keys.toString(), window)
        action.setShortcut(keys)
        action.triggered.connect(partial(note, keys.toString()))
        window.addAction(action)
    window.setCentralWidget(pane)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    hand.show(lead_detail())
    hand.open("fields")
    hand.pane.focus_record()
    qtbot.keyClick(focused(), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(focused(), Qt.Key.Key_Escape)
    qtbot.keyClick(focused(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert taken == []
    assert hand.words == ["First name copied"]
    assert focused() is hand.pane.header.filter_box


# Filter


def test_the_filter_looks_at_names_keys_and_values_of_all_groups(hand, lead_detail):
    hand.show(lead_detail())
    page = hand.open("fields")
    for sought, names in (
        ("LOAN", ["Loan amount"]),
        ("FirstN", ["First name"]),
        ("4155550134", ["Phone"]),
        ("(415)", ["Phone"]),
        ("long remark", ["Notes"]),
    ):
        hand.pane.header.filter_box.setText(sought)
        assert [row[0].text for row in page.table.contents.rows] == names


def test_filtered_tabs_say_how_many_rows_are_left_and_hidden_ones_are_said(hand, lead_detail):
    hand.show(lead_detail())
    page = hand.open("fields")
    hand.pane.header.filter_box.setText("grade")
    titles = [hand.pane.tabs.tabText(place) for place in range(hand.pane.tabs.count())]
    assert titles[1] == "Fields (0)"
    assert titles[5] == "Verification (1)"
    assert titles[2] == "Properties"
    words = shown_words(page)
    assert "0 of 8 rows" in words
    assert "No name and no value here holds the text of the filter." in words


def test_the_filter_also_holds_for_tabs_built_later_and_for_the_next_record(hand, lead_detail):
    hand.show(lead_detail())
    hand.pane.header.filter_box.setText("loan")
    assert len(hand.open("fields").table.contents.rows) == 1
    hand.show(lead_detail(title="Bo"))
    assert len(hand.open("fields").table.contents.rows) == 1
    assert hand.pane.tabs.tabText(1) == "Fields (1)"


def test_show_all_rows_again_clears_the_filter(hand, lead_detail):
    hand.show(lead_detail())
    page = hand.open("fields")
    hand.pane.header.filter_box.setText("loan")
    page.filter_cleared.emit()
    assert hand.pane.header.filter_box.text() == ""
    assert len(page.table.contents.rows) == 8
    assert hand.pane.tabs.tabText(1) == "Fields"


# Hostile text, accessibility, speed


def test_markup_in_a_lead_is_shown_as_it_was_sent_everywhere(hand, lead_detail, lead, consent, send, field):
    detail = lead_detail(
        title=HOSTILE,
        subtitle=HOSTILE,
        lead=lead(
            name=HOSTILE,
            phones=(Phone(HOSTILE, HOSTILE),),
            emails=(Email(HOSTILE, HOSTILE),),
            source=HOSTILE,
            time_zone=HOSTILE,
            do_not_contact=(HOSTILE,),
        ),
        groups=(FieldGroup("fields", "Fields", (field(HOSTILE, HOSTILE, label=HOSTILE, meaning=HOSTILE),)),),
        consent=consent(why=HOSTILE, text=HOSTILE, browser=HOSTILE, form_url=HOSTILE, person=((HOSTILE, HOSTILE),)),
        sends=SendHistory(
            True, None, 1, (send(client=HOSTILE, response=HOSTILE, posted=HOSTILE, return_words=HOSTILE),), (HOSTILE,)
        ),
    )
    hand.show(detail)
    for key in hand.pane.tab_keys():
        hand.open(key)
    assert hand.pane.header.title.text() == HOSTILE
    labels = hand.pane.findChildren(QLabel)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels if label.text())
    assert sum(HOSTILE in label.text() for label in labels) >= 10
    assert hand.pane.tabs.page("fields").table.contents.rows[0][1].text == HOSTILE
    assert hand.pane.tabs.page("consent").findChild(QPlainTextEdit).toPlainText() == HOSTILE
    tips = [widget.toolTip() for widget in hand.pane.findChildren(QWidget) if widget.toolTip()]
    assert tips
    assert not any("<img" in tip or "<b>" in tip for tip in tips)
    table = hand.pane.tabs.page("fields").table
    tip = table.model().data(table.model().index(0, 1), Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img" in tip
    assert "<img" not in tip


def test_every_control_has_an_accessible_name(hand, lead_detail):
    hand.show(lead_detail())
    for key in hand.pane.tab_keys():
        hand.open(key)
    controls = [
        widget
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit, FieldTable, TextView)
        for widget in hand.pane.findChildren(kind)
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not widget.objectName().startswith("qt_")
        and widget.objectName() not in {"ScrollLeftButton", "ScrollRightButton"}
    ]
    assert len(controls) > 20
    assert [type(widget).__name__ for widget in controls if not widget.accessibleName()] == []


def test_tab_goes_from_the_filter_to_the_tabs_and_into_the_page(hand, qtbot, lead_detail):
    hand.show(lead_detail())
    page = hand.open("fields")
    hand.pane.header.filter_box.setFocus()
    seen: list[QWidget] = []
    for _step in range(6):
        qtbot.keyClick(focused(), Qt.Key.Key_Tab)
        seen.append(focused())
    assert hand.pane.tabs.tabBar() in seen
    assert page.table in seen
    assert seen.index(hand.pane.tabs.tabBar()) < seen.index(page.table)


def test_a_lead_of_300_fields_and_40_kilobytes_posted_is_shown_quickly(hand, lead_detail, send, field):
    values = tuple(field(f"Field{number}", f"value {number}") for number in range(300))
    posted = json.dumps({f"k{number}": "x" * 30 for number in range(1000)})
    detail = lead_detail(
        groups=(FieldGroup("fields", "Fields", values),), sends=SendHistory(True, 1.0, 1, (send(posted=posted),))
    )
    hand.show(detail)
    start = time.perf_counter()
    for _turn in range(5):
        hand.show(detail)
    first = (time.perf_counter() - start) / 5
    start = time.perf_counter()
    hand.open("fields")
    hand.open("sends").detail.select("posted")
    second = time.perf_counter() - start
    assert first < 0.25
    assert second < 1.0


def test_reading_many_records_leaves_no_pages_behind(hand, qtbot, lead_detail):
    hand.show(lead_detail())
    hand.open("fields")
    for number in range(20):
        hand.show(lead_detail(title=f"Lead {number}"))
    qtbot.waitUntil(lambda: len(hand.pane.findChildren(FieldTable)) == 1)
