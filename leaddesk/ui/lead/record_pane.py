"""The pane that reads one record: header, filter and tabs. It draws a `RecordDetail` and knows no vendor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget, QVBoxLayout, QWidget

from leaddesk.domain.lead import ALL_LEAD_FACTS, LeadFact
from leaddesk.domain.local_time import LeadZones, read_lead_zones
from leaddesk.domain.record import Record
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.ui.cell_text import one_line
from leaddesk.ui.lead.field_table import FieldTable, count_matching_values
from leaddesk.ui.lead.lazy_tabs import LazyTabs
from leaddesk.ui.lead.pane_header import PaneHeader
from leaddesk.ui.lead.reading import Copied, Reading
from leaddesk.ui.lead.signs import empty_page, notice
from leaddesk.ui.lead.tab_plan import plan_tabs
from leaddesk.ui.lead.text_view import TextView
from leaddesk.ui.results.clipboard_table import CopyCell, build_html, build_text, clean_text
from leaddesk.ui.widgets.notice_bar import NoticeBar
from leaddesk.ui.widgets.plain_label import wrapped_label

NOTHING_CHOSEN_WORDS = "Choose a row in the table to read it here."
_TEXT_CELL_STYLE = r"mso-number-format:'\@'"  # a spreadsheet keeps phones and ids as they are


def present_moment() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


class RecordPane(QWidget):
    """Reads one record.

    Signals:
        previous_wanted, next_wanted: the neighbour in the table is wanted (Alt+Up, Alt+Down, the buttons).
        copied: something was put on the clipboard; words for the status line.
        left: Esc was pressed; the keyboard belongs to the table again.
    """

    previous_wanted = Signal()
    next_wanted = Signal()
    copied = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None, *, now: Callable[[], datetime] = present_moment) -> None:
        """Begin with no record. `now` tells the present moment (aware)."""
        super().__init__(parent)
        self._now = now
        self._reading: Reading | None = None
        self.header = PaneHeader(self)
        self.notice = NoticeBar(self)
        self.tabs = LazyTabs("Sections of the record", self, is_main=True)
        self._stack = QStackedWidget(self)
        self._empty = empty_page(NOTHING_CHOSEN_WORDS, self)
        self._problem = QWidget(self)
        self._lay_out()
        self._connect()
        self.clear()

    def _lay_out(self) -> None:
        self.setAccessibleName("Record")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._problem_notice = notice("error", "", self._problem)
        self._problem_words = self._problem_notice.findChildren(QLabel)[-1]
        self._remedy = wrapped_label("", self._problem, selectable=True)
        _fill_page(self._problem, self._problem_notice, self._remedy)
        record = QWidget(self)
        column = QVBoxLayout(record)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.notice)
        column.addWidget(self.tabs, 1)
        self._record_page = record
        for page in (self._empty, self._problem, record):
            self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _connect(self) -> None:
        self.header.previous_wanted.connect(self.previous_wanted)
        self.header.next_wanted.connect(self.next_wanted)
        self.header.filter_changed.connect(self._filter)
        self.tabs.page_built.connect(self._page_built)
        self._on_keys("Alt+Up", self.previous_wanted.emit)
        self._on_keys("Alt+Down", self.next_wanted.emit)
        self._on_keys("Ctrl+Tab", lambda: self.tabs.step(1))
        self._on_keys("Ctrl+Shift+Tab", lambda: self.tabs.step(-1))
        for number in range(1, 10):
            self._on_keys(f"Ctrl+{number}", lambda place=number - 1: self.tabs.select_place(place))

    def _on_keys(self, keys: str, action: Callable[[], None]) -> None:
        """A shortcut that counts only while the keyboard is in the pane."""
        shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(action)

    # What it shows

    def show_record(
        self,
        detail: RecordDetail,
        record: Record,
        zone: tzinfo,
        facts: frozenset[LeadFact] = ALL_LEAD_FACTS,
    ) -> None:
        """Read a record. The tab and the filter stay as they were.

        `zone` is the person's own; `facts` what a lead of its vendor can have (`ProviderInfo.lead_facts`).
        """
        had_focus = self._tabs_have_focus()
        zones = LeadZones()
        if detail.lead is not None:
            zones = read_lead_zones(detail.lead.time_zone, detail.lead.place, self._now())
        self._reading = Reading(detail, record, zone, zones, self._copy, self._now, facts)
        self.header.show_names(detail.title, detail.subtitle)
        self.tabs.set_plans(plan_tabs(self._reading))
        self._count_matches()
        self._stack.setCurrentWidget(self._record_page)
        if had_focus:
            self.tabs.focus_page()

    def clear(self) -> None:
        """No record is chosen."""
        self._leave_record(self._empty)

    def show_problem(self, what: str, remedy: str) -> None:
        """The record could not be read: what happened, and what the person can do."""
        self._problem_words.setText(what)
        self._problem_notice.setAccessibleName(what)
        self._remedy.setText(remedy)
        self._leave_record(self._problem)

    def _leave_record(self, page: QWidget) -> None:
        """Nothing of the last record stays behind the page."""
        self._reading = None
        self.notice.dismiss()
        self.header.show_names("", "")
        self.tabs.set_plans(())
        self._stack.setCurrentWidget(page)

    # Where one is

    @property
    def is_showing_record(self) -> bool:
        """Whether a record is in view (and not a word about none)."""
        return self._reading is not None

    def set_neighbours(self, *, previous: bool, following: bool) -> None:
        """Whether there is a record before and after this one; the buttons follow, the keys always signal."""
        self.header.previous_button.setEnabled(previous)
        self.header.next_button.setEnabled(following)

    def tab_keys(self) -> tuple[str, ...]:
        """The tabs of this record: `summary`, `consent`, `sends`, `timeline`, `raw`, keys of groups and documents."""
        return self.tabs.keys()

    def current_tab(self) -> str:
        """The key of the tab in view."""
        return self.tabs.current_key()

    def select_tab(self, key: str) -> bool:
        """Show that tab; False when this record has none of that key."""
        return self.tabs.select(key)

    def focus_record(self) -> None:
        """Give the keyboard to the record."""
        if self._reading is not None:
            self.tabs.focus_page()

    def _tabs_have_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.tabs.isAncestorOf(focused)

    # Filter

    def _filter(self, sought: str) -> None:
        for page in self.tabs.pages():
            if isinstance(page, FieldTable):
                page.apply_filter(sought)
        self._count_matches()

    def _count_matches(self) -> None:
        """While filtering, each tab of names and values says how many of its rows are left."""
        sought = self.header.filter_box.text()
        reading = self._reading
        if reading is None or not sought.strip():
            self.tabs.set_counts({})
            return
        groups = [plan for plan in self.tabs.plans if plan.values]
        self.tabs.set_counts({plan.key: count_matching_values(plan.values, reading.zone, sought) for plan in groups})

    def _page_built(self, _key: str, page: QWidget) -> None:
        if isinstance(page, FieldTable):
            page.filter_cleared.connect(self.header.filter_box.clear)
            page.apply_filter(self.header.filter_box.text())

    # Copying

    def _copy(self, what: Copied, name: str) -> None:
        """Put it on the clipboard; what has no value leaves the clipboard as it is and says so."""
        if not what or not any(what):
            self.copied.emit(f"{one_line(name)}: there is no value to copy")
            return
        if isinstance(what, str):
            QGuiApplication.clipboard().setText(clean_text(what))
        else:
            table = [[CopyCell(clean_text(text), _TEXT_CELL_STYLE) for text in row] for row in what]
            data = QMimeData()
            data.setText(build_text(table))
            data.setHtml(build_html(table, headings=False))
            QGuiApplication.clipboard().setMimeData(data)
        self.copied.emit(f"{one_line(name)} copied")

    # Keys

    def event(self, event: QEvent) -> bool:
        """Claim Ctrl+F and Esc while the keyboard is in the pane."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_own_key(event):
            event.accept()  # before a shortcut of the whole window takes it
            return True
        return super().event(event)

    @staticmethod
    def _is_own_key(event: QKeyEvent) -> bool:
        return event.matches(QKeySequence.StandardKey.Find) or event.key() == Qt.Key.Key_Escape

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+F finds, Esc leaves."""
        if event.matches(QKeySequence.StandardKey.Find):
            self._find()
        elif event.key() == Qt.Key.Key_Escape:
            self._escape()
        else:
            super().keyPressEvent(event)

    def _find(self) -> None:
        """Ctrl+F: the find box of the text in view, else the filter."""
        page = self.tabs.page(self.tabs.current_key())
        if isinstance(page, TextView):
            page.focus_find()
        else:
            self.header.filter_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.header.filter_box.selectAll()

    def _escape(self) -> None:
        """Esc in a filter that holds something empties it; else the pane is left."""
        if self.header.filter_box.hasFocus() and self.header.filter_box.text():
            self.header.filter_box.clear()
        else:
            self.left.emit()


def _fill_page(page: QWidget, *widgets: QWidget) -> None:
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 24, 16, 16)
    column.setSpacing(8)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
