"""What stands below the table: the page bar, or in its place how far a whole result is loaded."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QSizePolicy, QStackedWidget, QWidget

from leaddesk.ui.results.load_bar import LoadBar
from leaddesk.ui.results.page_bar import PageBar


class ResultsFoot(QStackedWidget):
    """As high as the higher of the two: the table keeps its size when one takes the other's place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Shows the page bar."""
        super().__init__(parent)
        self.pages = PageBar()
        self.load_bar = LoadBar()
        self.addWidget(self.pages)
        self.addWidget(self.load_bar)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_whole(self, *, whole: bool) -> None:
        """While the whole result stands in the table there are no pages to turn to."""
        focused = QApplication.focusWidget()
        had_keyboard = focused is not None and self.isAncestorOf(focused)
        self.pages.set_replaced(replaced=whole)
        part = self.load_bar if whole else self.pages
        if self.currentWidget() is not part:
            self.setCurrentWidget(part)
            if had_keyboard:  # Qt would hand it to whatever comes next in the window
                part.setFocus()
