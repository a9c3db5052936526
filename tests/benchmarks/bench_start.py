"""From the start of the process to the first painted main window, against a bare PySide6 window with an empty table.

Run as a program: `python tests/benchmarks/bench_start.py [--rounds N]`. Each start is a process of its own; the ways
take turns, so that what else the machine does falls on all of them. Ours is the real program (`leaddesk --profile
...`) with a profile that is empty (the welcome screen) or holds one account (form, table and pane). Painted means:
the window got its first paint event and the event loop came round after it.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmark_row import JSON_FLAG, Row, child_environment, quartiles, report

LIMIT = 1.5
WELCOME, ACCOUNT, BARE = "welcome", "account", "bare"
WORDS = {WELCOME: "start to painted window, no account yet", ACCOUNT: "start to painted window, with an account"}


def watch_first_paint() -> None:
    """In a child: the first window that is shown tells when it is painted, then closes."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QWidget

    stock_show = QWidget.show

    class Watch(QObject):
        """Sees the events of one window until it is painted."""

        def __init__(self, window: QWidget) -> None:
            super().__init__(window)
            self.window = window
            window.installEventFilter(self)

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint:
                self.window.removeEventFilter(self)
                QTimer.singleShot(0, self.tell)
            return False

        def tell(self) -> None:
            sys.stdout.write(f"{time.monotonic()!r}\n")
            sys.stdout.flush()
            self.window.close()

    def show(window: QWidget) -> None:
        QWidget.show = stock_show
        watches.append(Watch(window))
        stock_show(window)

    QWidget.show = show


watches: list[Any] = []


def run_bare() -> None:
    """In a child: the least that puts a window with a table on screen."""
    watch_first_paint()
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.setCentralWidget(QTableView())
    window.resize(1440, 860)
    window.show()
    application.exec()


def run_leaddesk(profile: str) -> None:
    """In a child: the program as it is started by hand."""
    watch_first_paint()
    from leaddesk.cli import main

    if main(["--profile", profile]) != 0:
        raise SystemExit("leaddesk did not end well")


def fill_profile(folder: Path) -> None:
    """A profile with one account, as the account dialog leaves it (its secret would be in the keyring)."""
    from leaddesk.domain.account import Account
    from leaddesk.paths import Profile
    from leaddesk.storage.accounts_file import AccountsFile

    settings = {"data_server": "https://127.0.0.1:9", "account_server": "https://127.0.0.1:9", "client_id": "invented"}
    AccountsFile(Profile.at(folder)).add(Account("a1", "East", "leadexec", settings, "1"))


def start_seconds(way: str, profile: Path) -> float:
    """Start a process and give the time to its painted window."""
    command = [sys.executable, __file__, "--child", way, str(profile)]
    begun = time.monotonic()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=120, env=child_environment())
    return float(done.stdout.split()[-1]) - begun


def measure(rounds: int) -> list[Row]:
    """The ways in turn, after one round that does not count."""
    found: dict[str, list[float]] = {BARE: [], WELCOME: [], ACCOUNT: []}
    with tempfile.TemporaryDirectory() as folder:
        profiles = {way: Path(folder) / way for way in found}
        fill_profile(profiles[ACCOUNT])
        for number in range(rounds + 1):
            for way, seconds in found.items():
                took = start_seconds(way, profiles[way])
                if number:
                    seconds.append(took * 1000)
    base = statistics.median(found[BARE])
    return [
        Row(
            words,
            "a bare PySide6 window with an empty table",
            statistics.median(found[way]) / base,
            LIMIT,
            spread=f"medians of {rounds}; {quartiles(found[way])} against {quartiles(found[BARE])}",
        )
        for way, words in WORDS.items()
    ]


def main() -> None:
    """Measure and print, or be one of the children."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=11)
    options.add_argument("--child", nargs=2, metavar=("WAY", "PROFILE"))
    options.add_argument(JSON_FLAG, action="store_true")
    chosen = options.parse_args()
    if chosen.child is None:
        report(measure(max(chosen.rounds, 9)))
    elif chosen.child[0] == BARE:
        run_bare()
    else:
        run_leaddesk(chosen.child[1])


if __name__ == "__main__":
    main()
