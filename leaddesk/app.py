"""The window's composition root: what is started in which order, and how it ends.

Start: profile (nothing can be kept without it), the Qt application and its colours (a window shown first in the
wrong ones flickers), the window's frame, which is painted at once; then services (they touch no keyring and no
network yet), what the person sees first, which is painted, the rest of the window, logs (they hear of what went wrong
before, too) and the loop. Most of the program is imported behind the first painting, and much behind the second:
imports within functions are late for that reason. What is typed meanwhile waits for the loop.

End: the window asks to leave; its tasks are cancelled and awaited, its state is kept, connections are closed,
and the loop ends. Nothing that blocks (a keyring's prompt) can hold this up: it runs on daemon threads.
"""

from __future__ import annotations

import gc
import logging
import sys
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

import leaddesk
from leaddesk.event_loop import run_until_done, show_painted
from leaddesk.paths import Profile, resources
from leaddesk.storage.first_look import is_new_profile, load_first_look
from leaddesk.ui.main_window import MainWindow
from leaddesk.ui.theme import apply_scheme, colour_first

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from leaddesk.composition import Desk


def run_window(profile_folder: Path | None, *, demo: bool) -> int:
    """Open the window and stay until it is left.

    Args:
        profile_folder: where settings are kept; None for the usual place. The demo's own place is temporary.
        demo: begin with the built-in accounts.

    Returns:
        The exit status, 0.

    Raises:
        LeaddeskError: the profile folder cannot be used.
    """
    if demo and profile_folder is None:
        import tempfile
        from pathlib import Path

        with tempfile.TemporaryDirectory(prefix="leaddesk-demo-") as folder:
            return _run(Path(folder), demo=True)
    return _run(profile_folder, demo=demo)


def _run(profile_folder: Path | None, *, demo: bool) -> int:
    profile = Profile.at(profile_folder)
    gc.disable()  # as in the command line: a start makes much and drops little
    try:
        application = make_application()
        desk, window = _start(application, profile, is_first=is_new_profile(profile.folder) and not demo)
    finally:
        gc.freeze()  # the program itself stays: looking through it again and again would stall the window
        gc.enable()
    run_until_done(application, _live(desk, window, demo=demo))
    return 0


def _start(application: QApplication, profile: Profile, *, is_first: bool) -> tuple[Desk, MainWindow]:
    """The window, on screen first and filled then. `is_first`: whoever starts it is a newcomer."""
    kept = _KeptLines()
    logging.getLogger().addHandler(kept)
    try:
        scheme, geometry = load_first_look(profile.folder)
        colour_first(application, scheme)
        window = MainWindow(geometry)
        show_painted(window)
        if is_first:
            window.greet()
            apply_scheme(application, scheme)
            _let_paint(window)
        desk = _open_desk(profile)
        _furnish(application, window, desk, let_paint=lambda: _let_paint(window))
    finally:
        _start_logging(profile)
        kept.hand_over()
    _show_faults_in(window)
    return desk, window


def _let_paint(window: MainWindow) -> None:
    if window.isVisible():  # not closed meanwhile
        show_painted(window)


def _open_desk(profile: Profile) -> Desk:
    from leaddesk.composition import open_desk

    return open_desk(profile)


def _start_logging(profile: Profile) -> None:
    from leaddesk.logs import start_logging

    start_logging(profile.logs, debug=False)


class _KeptLines(logging.Handler):
    """Keeps what is logged while there is no log yet."""

    def __init__(self) -> None:
        super().__init__()
        self._records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)

    def hand_over(self) -> None:
        """To whoever keeps the log now."""
        logging.getLogger().removeHandler(self)
        for record in self._records:
            logging.getLogger(record.name).handle(record)


def make_application() -> QApplication:
    """The one Qt application, named; its icon comes with what the window is filled with."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("leaddesk")
    application.setApplicationDisplayName("leaddesk")
    application.setApplicationVersion(leaddesk.__version__)
    application.setDesktopFileName("leaddesk")
    qInstallMessageHandler(_log_qt_message)
    return application


def make_window(desk: Desk) -> MainWindow:
    """The window over these services, in the person's colours; not shown yet."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    window = MainWindow(desk.preferences.window_state("geometry"))
    _furnish(application, window, desk, let_paint=lambda: None)
    return window


def _furnish(application: QApplication, window: MainWindow, desk: Desk, *, let_paint: Callable[[], None]) -> None:
    """Dressed are all widgets at once: under a style sheet Qt dresses them anew for each layout they are put into."""
    from leaddesk.composition import add_demo_accounts

    def show_first() -> None:
        apply_scheme(application, desk.preferences.colour_scheme())
        let_paint()

    window.furnish(
        desk.accounts,
        desk.preferences,
        desk.exports,
        add_demo_accounts=lambda: add_demo_accounts(desk),
        log_folder=desk.profile.logs,
        show_first=show_first,
    )
    _take_icon()


def _take_icon() -> None:
    from PySide6.QtGui import QIcon

    QApplication.setWindowIcon(QIcon(str(resources() / "icons" / "leaddesk.svg")))


def _log_qt_message(kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
    """Qt's own messages go to the log; what a platform merely lacks is no news."""
    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
    }
    level = logging.DEBUG if words.startswith("This plugin does not support") else levels.get(kind, logging.ERROR)
    logging.getLogger("qt").log(level, "%s", words)


async def _live(desk: Desk, window: MainWindow, *, demo: bool) -> None:
    import asyncio

    from leaddesk.composition import add_demo_accounts, import_connections
    from leaddesk.daemon_thread import DaemonThread

    left = asyncio.get_running_loop().create_future()
    window.leave_requested.connect(lambda: left.done() or left.set_result(None))
    if window.isVisible():  # else it was closed before the loop came round to hear of it
        await DaemonThread("imports").call(import_connections)
        if demo:
            await add_demo_accounts(desk)
        window.begin(demo=demo)
        await left
    await window.aclose()
    await desk.aclose()


def _show_faults_in(window: MainWindow) -> None:
    """What no one handled is logged (by the hooks of `logs`) and shown: a fault in silence is the worst kind."""
    log = sys.excepthook

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log(kind, error, trace)
        if isinstance(error, Exception):
            window.show_fault(error)

    sys.excepthook = show
