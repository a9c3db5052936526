"""The start of the window: what stands on screen before what is imported, told by real processes."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest

from leaddesk.domain.account import Account
from leaddesk.paths import Profile
from leaddesk.services.preferences import PreferenceService
from leaddesk.storage.accounts_file import AccountsFile

SLOW = (
    "asyncio", "cryptography", "email", "httpx", "importlib.metadata", "keyring", "logging.handlers", "msgspec",
    "phonenumbers", "polars", "qasync", "ssl", "xlsxwriter", "zoneinfo", "zstandard",
)  # fmt: skip
"""Nothing of this is needed to paint a frame."""

NEVER_FIRST = (
    "cryptography", "email", "httpx", "keyring", "logging.handlers", "phonenumbers", "polars", "qasync", "xlsxwriter",
    "zstandard", "leaddesk.providers.leadexec.provider", "leaddesk.transport.http", "leaddesk.ui.accounts.account_dialog",
    "leaddesk.ui.export.export_dialog", "leaddesk.ui.export.export_flow", "leaddesk.ui.look_up.look_up_screen",
    "leaddesk.ui.results.column_chooser",
)  # fmt: skip
"""Nor of this to paint the form, the table and the pane."""

STARTED = """
    import json, sys
    from leaddesk.cli import main
    from leaddesk.event_loop import restore_plain_imports
    restore_plain_imports()
    from leaddesk import app

    told = []
    show_painted = app.show_painted

    def tell(window):
        show_painted(window)
        content = window.centralWidget()
        told.append({
            "modules": sorted(sys.modules),
            "has_enumerations_of_qt": "Qt" in vars(sys.modules["PySide6.QtCore"]),
            "titles": [action.text() for action in window.menuBar().actions()],
            "is_filled": content is not None and content.isVisible(),
            "bar": list(window.menuBar().geometry().getRect()),
        })
        if len(told) == int(sys.argv[2]):
            window.close()

    app.show_painted = tell
    status = main(["--profile", sys.argv[1]])
    print(json.dumps({"status": status, "is_seen_again": len(told) > int(sys.argv[2]), "told": told}))
"""


@dataclass(frozen=True)
class Shown:
    """What a process told of its window after a painting."""

    modules: frozenset[str]
    has_enumerations_of_qt: bool
    titles: list[str]
    is_filled: bool
    bar: list[int]


def start(profile: Profile, *, paintings: int) -> list[Shown]:
    """Start the window and close it after so many paintings."""
    code = textwrap.dedent(STARTED)
    done = subprocess.run(
        [sys.executable, "-c", code, str(profile.folder), str(paintings)],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["status"] == 0
    assert not told["is_seen_again"], "a window that was closed came back"
    return [Shown(frozenset(one.pop("modules")), **one) for one in told["told"]]


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile.at(tmp_path / "profile")


@pytest.fixture
def used_profile(profile: Profile) -> Profile:
    """With an account and what a window leaves behind."""
    settings = {"data_server": "https://127.0.0.1:9", "account_server": "https://127.0.0.1:9", "client_id": "invented"}
    AccountsFile(profile).add(Account("a1", "East", "leadexec", settings, "1"))
    PreferenceService(profile).remember_window_states({"splitter": ""})
    return profile


def test_the_frame_is_painted_before_anything_slow_is_imported(used_profile):
    frame = start(used_profile, paintings=1)[0]
    assert not frame.is_filled
    assert frame.modules.isdisjoint(SLOW), frame.modules & set(SLOW)
    assert not any(name.startswith(("leaddesk.services", "leaddesk.providers")) for name in frame.modules)
    assert not frame.has_enumerations_of_qt, "making them takes longer than all the rest of the frame"


def test_a_newcomer_is_greeted_before_any_service_is_imported(profile):
    _frame, welcome = start(profile, paintings=2)
    assert welcome.is_filled
    assert welcome.modules.isdisjoint(SLOW), welcome.modules & set(SLOW)
    assert "leaddesk.composition" not in welcome.modules
    assert "leaddesk.ui.results_screen" not in welcome.modules


def test_the_first_screen_is_painted_before_what_it_does_not_show_is_imported(used_profile):
    frame, screen = start(used_profile, paintings=2)
    assert screen.is_filled
    assert "leaddesk.ui.results_screen" in screen.modules
    assert screen.modules.isdisjoint(NEVER_FIRST), screen.modules & set(NEVER_FIRST)
    assert frame.titles == screen.titles
    assert len(frame.titles) == 6
    assert frame.bar == screen.bar, "what was painted first has moved"
    assert frame.bar[3] > 10


@pytest.mark.parametrize("paintings", [1, 2])
def test_a_window_closed_while_it_is_filled_ends_the_program_and_keeps_what_was_kept(used_profile, paintings):
    PreferenceService(used_profile).remember_window_states({"geometry": "as it was"})
    start(used_profile, paintings=paintings)
    assert PreferenceService(used_profile).window_state("geometry") == "as it was"


def test_what_is_logged_before_there_is_a_log_is_in_it(used_profile):
    code = """
        import logging, sys
        from leaddesk import app
        from leaddesk.cli import main
        show_painted = app.show_painted

        def warn(window):
            show_painted(window)
            logging.getLogger("qt").warning("said during the start")
            window.close()

        app.show_painted = warn
        main(["--profile", sys.argv[1]])
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code), str(used_profile.folder)], check=True, timeout=100)
    assert "said during the start" in (used_profile.logs / "leaddesk.log").read_text("utf-8")
