"""One measured start: prints when (on the clock that all processes share) its window was painted, then ends.

Run by `bench_start.py`. It imports next to nothing of its own, since that would count for both sides.
"""

import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QMainWindow, QWidget

stock_show = QWidget.show
watches: list[QObject] = []


class Watch(QObject):
    """Sees the events of one window until it was painted with all that it is to hold."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.is_filled = window.centralWidget() is not None
        self.has_told_frame = False
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, self.look)
        return False

    def look(self) -> None:
        """The loop has come round after a painting: what is on screen now?"""
        if not self.has_told_frame:
            self.has_told_frame = True
            tell("painted")
        content = self.window.centralWidget()
        if content is not None and content.isVisible():
            self.window.removeEventFilter(self)
            tell("filled")
            self.window.close()


def tell(what: str) -> None:
    sys.stdout.write(f"{what} {time.monotonic()!r}\n")
    sys.stdout.flush()


def show(window: QWidget) -> None:
    """In place of `QWidget.show`, for the first window."""
    QWidget.show = stock_show
    assert isinstance(window, QMainWindow)
    watches.append(Watch(window))
    stock_show(window)


def run_bare() -> None:
    """The least that puts a window with a table on screen."""
    from PySide6.QtWidgets import QApplication, QTableView

    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.setCentralWidget(QTableView())
    window.resize(1440, 860)
    window.show()
    application.exec()


def run_leaddesk() -> None:
    """The program as it is started by hand: `leaddesk`, without arguments."""
    del sys.argv[1:]
    from leaddesk.cli import main

    raise SystemExit(main())


if __name__ == "__main__":
    QWidget.show = show
    if sys.argv[1] == "bare":
        run_bare()
    else:
        run_leaddesk()
