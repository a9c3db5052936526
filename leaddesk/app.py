"""The window's composition root: what is started in which order, and how it ends.

Start: profile (nothing can be kept without it), logs (so that everything after can be told), the Qt
application and its colours (a window shown first in the wrong ones flickers), services (they touch no keyring
and no network yet), window, and only then the loop. The window is on screen before anything slow begins.

End: the window asks to leave; its tasks are cancelled and awaited, its state is kept, connections are closed,
and the loop ends. Nothing that blocks (a keyring's prompt) can hold this up: it runs on daemon threads.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

import leaddesk
from leaddesk.composition import Desk, add_demo_accounts, open_desk
from leaddesk.event_loop import run_until_done
from leaddesk.logs import start_logging
from leaddesk.paths import Profile, resources
from leaddesk.ui.main_window import MainWindow
from leaddesk.ui.theme import apply_scheme

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
}


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
        with tempfile.TemporaryDirectory(prefix="leaddesk-demo-") as folder:
            return _run(Path(folder), demo=True)
    return _run(profile_folder, demo=demo)


def _run(profile_folder: Path | None, *, demo: bool) -> int:
    profile = Profile.at(profile_folder)
    start_logging(profile.logs, debug=False)
    application = make_application()
    desk = open_desk(profile)
    window = make_window(desk)
    _show_faults_in(window)
    window.show()
    run_until_done(application, _live(desk, window, demo=demo))
    return 0


def make_application() -> QApplication:
    """The one Qt application, named and with its icon."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("leaddesk")
    application.setApplicationDisplayName("leaddesk")
    application.setApplicationVersion(leaddesk.__version__)
    application.setDesktopFileName("leaddesk")
    qInstallMessageHandler(_log_qt_message)
    application.setWindowIcon(QIcon(str(resources() / "icons" / "leaddesk.svg")))
    return application


def make_window(desk: Desk) -> MainWindow:
    """The window over these services, in the person's colours; not shown yet."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_scheme(application, desk.preferences.colour_scheme())
    return MainWindow(
        desk.accounts,
        desk.preferences,
        desk.exports,
        add_demo_accounts=lambda: add_demo_accounts(desk),
        log_folder=desk.profile.logs,
    )


def _log_qt_message(kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
    """Qt's own messages go to the log; what a platform merely lacks is no news."""
    level = logging.DEBUG if words.startswith("This plugin does not support") else _LEVELS.get(kind, logging.ERROR)
    logging.getLogger("qt").log(level, "%s", words)


async def _live(desk: Desk, window: MainWindow, *, demo: bool) -> None:
    left = asyncio.get_running_loop().create_future()
    window.leave_requested.connect(lambda: left.done() or left.set_result(None))
    if not window.isVisible():  # closed already, before the loop came round to hear of it
        left.set_result(None)
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
