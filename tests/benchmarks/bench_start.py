"""From the start of the process to the first painted main window, against a bare PySide6 window with an empty table.

Run as a program: `python tests/benchmarks/bench_start.py [--rounds N]`. Each start is a process of its own; the ways
take turns, so that what else the machine does falls on all of them. Ours is the real program (`leaddesk`) with a
profile that is empty (it ends at the welcome screen) or holds one account and what a window leaves behind when it is
closed (form, table and pane).

Painted means: the window got its first paint event and the event loop came round after it. leaddesk paints the
frame of its window with the menu bar first and fills it then, so each start has a second figure that the limit is
not about: until everything that stands on the first screen was painted.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmark_row import JSON_FLAG, Row, child_environment, quartiles, report

LIMIT = 1.3
CHILD = Path(__file__).with_name("start_child.py")
WELCOME, ACCOUNT, BARE = "welcome", "account", "bare"
PROFILES = {WELCOME: "no account yet", ACCOUNT: "with an account"}
PARTS = {"painted": "start to first painted main window", "filled": "start to the whole first screen painted"}


def fill_profile(folder: Path) -> None:
    """A profile with one account, as the window leaves it (the account's secret would be in the keyring)."""
    from leaddesk.domain.account import Account
    from leaddesk.domain.colour_scheme import ColourScheme
    from leaddesk.paths import Profile
    from leaddesk.services.preferences import PreferenceService
    from leaddesk.storage.accounts_file import AccountsFile

    settings = {"data_server": "https://127.0.0.1:9", "account_server": "https://127.0.0.1:9", "client_id": "invented"}
    profile = Profile.at(folder)
    AccountsFile(profile).add(Account("a1", "East", "leadexec", settings, "1"))
    preferences = PreferenceService(profile)
    preferences.remember_colour_scheme(ColourScheme.LIGHT)
    preferences.remember_window_states({"account": "a1", "search": "leads"})


def start(way: str, home: Path) -> dict[str, float]:
    """Start a process; gives the milliseconds to each thing that it tells."""
    environment = child_environment() | {"XDG_CONFIG_HOME": str(home), "APPDATA": str(home), "LOCALAPPDATA": str(home)}
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, str(CHILD), way], check=True, capture_output=True, text=True, timeout=120, env=environment
    )
    return {what: (float(moment) - begun) * 1000 for what, moment in map(str.split, done.stdout.splitlines())}


def measure(rounds: int) -> list[Row]:
    """The ways in turn, after one round that does not count."""
    found: dict[str, list[dict[str, float]]] = {BARE: [], WELCOME: [], ACCOUNT: []}
    with tempfile.TemporaryDirectory() as folder:
        homes = {way: Path(folder) / way for way in found}
        fill_profile(homes[ACCOUNT] / "leaddesk")
        for number in range(rounds + 1):
            for way, starts in found.items():
                told = start(way, homes[way])
                if number:
                    starts.append(told)
    bare = [told["painted"] for told in found[BARE]]
    rows: list[Row] = []
    for part, words in PARTS.items():
        for way, profile in PROFILES.items():
            times = [told[part] for told in found[way]]
            rows.append(
                Row(
                    f"{words}, {profile}",
                    "a bare PySide6 window with an empty table",
                    statistics.median(times) / statistics.median(bare),
                    LIMIT if part == "painted" else None,
                    spread=f"medians of {rounds}: {quartiles(times)} against {quartiles(bare)}",
                )
            )
    return rows


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument(JSON_FLAG, action="store_true")
    chosen = options.parse_args()
    report(measure(max(chosen.rounds, 9)))


if __name__ == "__main__":
    main()
