"""Tabs whose pages are built when they are first shown; the chosen one is kept when the tabs change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QTabWidget, QToolButton, QVBoxLayout, QWidget

from leaddesk.domain.record_detail import FieldValue
from leaddesk.ui.lead.signs import small_button
from leaddesk.ui.widgets.plain_label import plain_tool_tip

_MOST_NUMBERED = 9


@dataclass(frozen=True, slots=True)
class TabPlan:
    """One tab: its key (stable from record to record), its title, and how its page is built.

    `values` are the rows that a filter counts before the page is built.
    """

    key: str
    title: str
    build: Callable[[], QWidget]
    values: tuple[FieldValue, ...] = ()


class LazyTabs(QTabWidget):
    """Tabs by plan.

    Signals:
        page_built: a page was built just now (key, page).
    """

    page_built = Signal(str, QWidget)

    def __init__(self, name: str, parent: QWidget | None = None, *, is_main: bool = False) -> None:
        """The main tabs get a button that lists them all, for narrow windows, and tool tips with their keys."""
        super().__init__(parent)
        self._plans: tuple[TabPlan, ...] = ()
        self._pages: dict[str, QWidget] = {}
        self._wanted = ""
        self._changing = False
        self.setAccessibleName(name)
        self.tabBar().setAccessibleName(name)
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.tabBar().setUsesScrollButtons(True)
        self.tabBar().setElideMode(Qt.TextElideMode.ElideNone)
        self.tabBar().setStyleSheet(_TAB_STYLE)
        self._is_main = is_main
        if is_main:
            self.setCornerWidget(self._build_menu_button())
        self.currentChanged.connect(self._tab_changed)

    @property
    def plans(self) -> tuple[TabPlan, ...]:
        """The tabs there are."""
        return self._plans

    def set_plans(self, plans: Sequence[TabPlan]) -> None:
        """Show other tabs; the one chosen last is chosen again when it is among them, else the first."""
        self._changing = True
        self._drop_pages()
        self._plans = tuple(plans)
        for place, plan in enumerate(self._plans):
            holder = QWidget()
            QVBoxLayout(holder).setContentsMargins(0, 0, 0, 0)
            self.addTab(holder, "")
            if self._is_main and place < _MOST_NUMBERED:
                self.setTabToolTip(place, plain_tool_tip(f"{plan.title} (Ctrl+{place + 1})"))
        self.set_counts({})
        self.setCurrentIndex(max(0, self._place_of(self._wanted)))
        self._changing = False
        self._build_current()

    def _drop_pages(self) -> None:
        self._pages = {}
        while (holder := self.widget(0)) is not None:
            self.removeTab(0)
            holder.deleteLater()

    def set_counts(self, counts: dict[str, int]) -> None:
        """Put numbers behind the titles of these tabs, and none behind the others."""
        for place, plan in enumerate(self._plans):
            words = f"{plan.title} ({counts[plan.key]:,})" if plan.key in counts else plan.title
            self.setTabText(place, words.replace("&", "&&"))

    def keys(self) -> tuple[str, ...]:
        """The keys of the tabs, in order."""
        return tuple(plan.key for plan in self._plans)

    def current_key(self) -> str:
        """The key of the tab in view; empty when there are none."""
        return self._plans[self.currentIndex()].key if self._plans else ""

    def select(self, key: str) -> bool:
        """Show that tab; False when there is none of that key."""
        place = self._place_of(key)
        if place >= 0:
            self.setCurrentIndex(place)
            self._wanted = key
        return place >= 0

    def select_place(self, place: int) -> None:
        """Show the tab at that place, counted from 0, if there is one."""
        if 0 <= place < self.count():
            self.setCurrentIndex(place)

    def step(self, by: int) -> None:
        """Go on by so many tabs, round the end."""
        if self.count():
            self.setCurrentIndex((self.currentIndex() + by) % self.count())

    def pages(self) -> tuple[QWidget, ...]:
        """All pages that were built."""
        return tuple(self._pages.values())

    def page(self, key: str) -> QWidget | None:
        """The page of that key, or None as long as it was not built."""
        return self._pages.get(key)

    def focus_page(self) -> None:
        """Give the keyboard to the page in view, or to the tab bar when the page takes none."""
        page = self.page(self.current_key())
        if page is None or (page.focusPolicy() is Qt.FocusPolicy.NoFocus and page.focusProxy() is None):
            self.tabBar().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place_of(self, key: str) -> int:
        keys = self.keys()
        return keys.index(key) if key in keys else -1

    def _tab_changed(self, _place: int) -> None:
        if self._changing or not self._plans:
            return
        self._wanted = self.current_key()
        self._build_current()

    def _build_current(self) -> None:
        if not self._plans:
            return
        plan = self._plans[self.currentIndex()]
        if plan.key in self._pages:
            return
        page = plan.build()
        self._pages[plan.key] = page
        layout = self.currentWidget().layout()
        if layout is not None:
            layout.addWidget(page)
            page.show()  # at once: a layout shows it with the next event only, and until then it takes no focus
        self.page_built.emit(plan.key, page)

    def _build_menu_button(self) -> QToolButton:
        button = small_button("down", "All sections", self)
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: self._fill_menu(menu))
        button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _fill_menu(self, menu: QMenu) -> None:
        menu.clear()
        for place in range(self.count()):
            action = QAction(self.tabText(place), menu, checkable=True, checked=place == self.currentIndex())
            action.triggered.connect(lambda _checked=False, chosen=place: self.setCurrentIndex(chosen))
            menu.addAction(action)


# Flat tabs, the chosen one underlined: eight of them find room where the platform's own would not.
_TAB_STYLE = """
QTabBar::tab { padding: 5px 8px 4px 8px; border: 0; border-bottom: 2px solid palette(midlight); background: transparent;
    color: palette(placeholder-text); }
QTabBar::tab:selected { border-bottom: 2px solid palette(highlight); color: palette(window-text); }
QTabBar::tab:hover { color: palette(window-text); }
QTabBar::tab:focus { border-bottom: 3px solid palette(highlight); }
"""
