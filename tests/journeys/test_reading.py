"""Stories about reading one record: its sections, its neighbours, and texts that try to be more than text."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QMessageBox, QTableView, QToolTip, QTreeView, QWidget

from leaddesk.demo.names import AWKWARD_NAMES
from leaddesk.ui.lead.record_pane import RecordPane
from tests.journeys.conftest import Stage
from tests.journeys.driving import button, click, control, fill_in, focused, pick, press, turns, type_text, until

HOSTILE = [first for first, _last in AWKWARD_NAMES if "<" in first or "&" in first]


def all_words(root: QWidget) -> str:
    """Everything that can be read in a part of the window: labels, tables, texts."""
    parts: list[str] = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible():
            continue
        text = getattr(widget, "toPlainText", None) or getattr(widget, "text", None)
        if callable(text):
            parts.append(str(text()))
        if isinstance(widget, QTableView | QTreeView) and widget.model() is not None:
            model = widget.model()
            parts += [
                str(model.index(row, column).data() or "")
                for row in range(model.rowCount())
                for column in range(model.columnCount())
            ]
    return "\n".join(parts)


def test_every_section_of_a_lead_is_read_and_its_neighbours_follow_across_pages(play, stand_in):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        await stage.search()
        screen, pane = stage.screen, stage.screen.pane
        whole = next(
            row
            for row, record in enumerate(screen.model.shown_records)
            if {"TCPAInformation", "SendInformation", "TrestleVerification", "Fields"} <= record.values().keys()
            and record.values()["TCPAInformation"]
            and record.values()["SendInformation"]["Sends"]
        )
        assert screen.table.select_row(whole)
        lead = stage.current.values()
        screen.table.setFocus()
        await press("Return")
        assert pane.isAncestorOf(focused()), "Enter goes into the record"
        seen: dict[str, str] = {}
        for place, key in enumerate(pane.tab_keys()):
            await press(f"Ctrl+{place + 1}")
            assert pane.current_tab() == key
            seen[key] = all_words(pane.tabs)
            assert len(seen[key]) > 20, f"{key} is empty"
        assert str(lead["Fields"]["City"]) in seen["fields"] if "City" in lead["Fields"] else True
        assert str(lead["SendInformation"]["Sends"][0]["Client"]) in seen["sends"]
        assert f'"UID": {lead["UID"]}' in seen["raw"]
        await press("Ctrl+1")

        assert screen.table.select_row(99)
        await stage.record_read()
        await until(stage.is_next_page_here, "the next page is here")
        pane.focus_record()
        await press("Alt+Down")
        await until(lambda: stage.shown.page.start.offset == 100, "the next page is turned to")
        assert screen.table.grid.currentIndex().row() == 0
        first = screen.model.shown_records[0]
        await stage.record_read()
        assert first.id in all_words(pane)
        assert pane.isAncestorOf(focused()), "the keyboard stays in the pane"
        await press("Alt+Up")
        await until(lambda: stage.shown.page.start.offset == 0, "the page before is turned to")
        await until(lambda: screen.table.grid.currentIndex().row() == 99, "its last row is chosen")
        await press("Alt+Up")
        assert screen.table.grid.currentIndex().row() == 98
        await press("Esc")
        assert screen.table.grid.hasFocus(), "Esc goes back to the table"

    play(story)


def test_the_filter_finds_a_value_and_escape_empties_it_first(play):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        await stage.search()
        pane = stage.screen.pane
        stage.screen.table.setFocus()
        await press("Return")
        await press("Ctrl+2")
        await press("Ctrl+F")
        assert pane.header.filter_box.hasFocus(), "Ctrl+F belongs to the pane while the keyboard is in it"
        await type_text("city")
        assert "(1)" in pane.tabs.tabText(1) or "(2)" in pane.tabs.tabText(1)
        await press("Esc")
        assert pane.header.filter_box.text() == ""
        assert pane.header.filter_box.hasFocus()
        await press("Esc")
        assert stage.screen.table.grid.hasFocus()
        await press("Ctrl+F")
        assert control(stage.window, QLineEdit, "Narrow the loaded rows").hasFocus()

    play(story)


def test_pings_have_a_pane_of_their_own(play, stand_in):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        for title, key in (("Inbound pings", "inbound-pings"), ("Outbound pings", "outbound-pings")):
            await pick(stage.screen.picker.search, title)
            await stage.lead_types_loaded()
            await stage.search()
            assert stage.shown.asking.spec.key == key
            pane = stage.screen.pane
            assert pane.tabs.tabText(0) == "Ping"
            assert "consent" not in pane.tab_keys()
            record = stage.current
            assert record.id in all_words(pane)
            for place, tab in enumerate(pane.tab_keys()):
                pane.focus_record()
                await press(f"Ctrl+{place + 1}")
                assert pane.current_tab() == tab
                assert all_words(pane.tabs)
        assert button(window, "Export all " + f"{stage.shown.page.total.count:,}")

    play(story)


def test_hostile_texts_are_shown_as_they_are_and_open_nothing(play):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        await click(stage.editor("Query").add_button)
        await type_text("FirstName")
        await press("Esc")
        read = 0
        for name in HOSTILE:
            await fill_in(stage.editor("Query").rows[0].value, name)
            await stage.search("Last 90 days")
            if stage.screen.model.loaded_count:
                read += 1
                await read_through(stage, name)
        assert read >= 2, "the population has such names among the leads of this type"

    async def read_through(stage: Stage, name: str) -> None:
        screen = stage.screen
        index = screen.model.index(0, [c.key for c in screen.model.columns].index("Fields.FirstName") + 1)
        assert index.data() == name
        tip = str(index.data(Qt.ItemDataRole.ToolTipRole))
        assert html.unescape(re.sub(r"</?span>|<br>", "", tip)) == name, "a tool tip shows it as text"
        screen.pane.focus_record()
        for place in range(len(screen.pane.tab_keys())):
            await press(f"Ctrl+{place + 1}")
            check_labels(stage.window)
        await press("Ctrl+1")
        assert name in all_words(screen.pane)

    play(story)


def check_labels(window: QWidget) -> None:
    """No label takes a text for markup, and no tool tip holds markup of its own making."""
    for label in window.findChildren(QLabel):
        if isinstance(label.window(), QMessageBox):
            continue
        assert label.textFormat() is Qt.TextFormat.PlainText, f"“{label.text()[:60]}” might be rendered"
    for widget in window.findChildren(QWidget):
        tip = widget.toolTip()
        inner = re.sub(r"^<span>|</span>$|<br>", "", tip)
        assert "<" not in inner, f"a tool tip holds markup: {tip[:80]}"
        if tip and ("&" in tip or "<" in tip):
            assert tip.startswith("<span>"), f"a tool tip is not plain: {tip[:80]}"


def test_no_label_of_the_whole_window_renders_markup(play):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        check_labels(window)
        await stage.search()
        screen = stage.screen
        for row in range(0, 100, 9):
            screen.table.select_row(row)
            await stage.record_read()
            for key in screen.pane.tab_keys():
                screen.pane.select_tab(key)
                check_labels(window)
            await turns()
        assert isinstance(screen.pane, RecordPane)
        assert not QToolTip.isVisible()

    play(story)
