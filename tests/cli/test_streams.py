"""The program among other programs: pipes that close, terminals, locales, signals, a second run beside it."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from leaddesk.cli.progress import progress_text
from leaddesk.demo.leadexec import INBOUND_PATH, LEADS_PATH
from tests.cli.conftest import ALL_SOLAR, Ended, Program, StandIn

NARROW = 45


def wait_until(is_so: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.005)


def ended_of(child: subprocess.Popen[bytes]) -> Ended:
    out, err = child.communicate(timeout=30)
    return Ended(child.returncode, out or b"", err.decode())


def read_terminal(place: int) -> str:
    """All that is written to a terminal until its other side is closed."""
    chunks: list[bytes] = []
    while True:
        try:
            chunk = os.read(place, 65536)
        except OSError:  # Linux's way to say that the other side is closed
            chunk = b""
        if not chunk:
            return b"".join(chunks).decode()
        chunks.append(chunk)


def screen_of(written: str) -> list[str]:
    """The lines that a terminal shows in the end: a carriage return goes back to the line's beginning."""
    lines: list[str] = []
    for line in written.replace("\r\n", "\n").split("\n"):
        shown: list[str] = []
        for part in line.split("\r"):
            shown[: len(part)] = part
        lines.append("".join(shown).rstrip())
    return lines


@pytest.mark.parametrize("to_file", [True, False])
def test_a_terminal_shows_progress_and_is_left_clean(
    signed_in: Program, stand_in: StandIn, tmp_path: Path, to_file: bool
) -> None:
    stand_in.faults.delay_seconds = 0.06
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, NARROW, 0, 0))
    target = tmp_path / "leads.jsonl"
    arguments = ("search", "East", "leads", *ALL_SOLAR, "--all", "--page-size", "100")
    with (tmp_path / "printed.jsonl").open("wb") as printed:
        child = signed_in.start(
            *(*arguments, "--to", target) if to_file else arguments,
            stdout=printed,
            stderr=theirs,
        )
        os.close(theirs)
        written = read_terminal(ours)
    os.close(ours)
    assert child.wait(timeout=30) == 0, written
    bars = [part.rstrip() for part in written.replace("\n", "\r").split("\r") if part.startswith("[#")]
    assert len(bars) >= 2, written
    assert all(" of 721 leads" in bar and len(bar) < NARROW for bar in bars), "a wrapped line cannot be taken away"
    shown = [line for line in screen_of(written) if line]
    assert shown[-1].startswith("coverage: ")
    assert shown[:-1] == ([f"wrote 721 leads to {target}"] if to_file else [])
    lines = (target if to_file else tmp_path / "printed.jsonl").read_bytes().splitlines()
    assert len({json.loads(line)["id"] for line in lines}) == 721


def test_a_reader_that_leaves_early_ends_the_search(signed_in: Program, stand_in: StandIn) -> None:
    arguments = ("search", "East", "leads", *ALL_SOLAR, "--all", "--page-size", "50")
    child = signed_in.start(*arguments)
    assert child.stdout is not None
    first = child.stdout.readline()
    child.stdout.close()
    child.stdout = None
    ended = ended_of(child)
    assert json.loads(first)["kind"] == "lead"
    assert ended.status == 1
    assert "Traceback" not in ended.err
    assert "Exception ignored" not in ended.err
    assert ended.coverage["notes"] == ["The reader of standard output has left."]
    assert len(stand_in.log.bodies(LEADS_PATH)) < 15


@pytest.mark.parametrize("arguments", [("providers", "--json"), ("search", "East", "leads", *ALL_SOLAR)])
def test_output_that_cannot_be_written_is_told(
    signed_in: Program, stand_in: StandIn, arguments: tuple[str, ...]
) -> None:
    with Path("/dev/full").open("wb") as full:
        child = signed_in.start(*arguments, stdout=full)
        ended = ended_of(child)
    assert ended.status == 1
    assert ended.err.startswith("leaddesk: Standard output cannot be written: No space left on device.\n")
    assert "Traceback" not in ended.err
    assert "Exception ignored" not in ended.err
    assert arguments[0] != "search" or ended.coverage["complete"] is False


def test_streams_that_are_closed_from_the_start_are_done_without(signed_in: Program, stand_in: StandIn) -> None:
    def without(closing: str, *arguments: str) -> Ended:
        command = ["sh", "-c", f'exec "$@" {closing}', "sh", *signed_in.command(*arguments)]
        options = {"cwd": signed_in.folder, "env": signed_in.environment, "timeout": 30}
        child = subprocess.run(command, capture_output=True, check=False, **options)
        return Ended(child.returncode, child.stdout, child.stderr.decode())

    search = ("search", "East", "leads", *ALL_SOLAR, "--limit", "3")
    no_output = without(">&-", *search)
    assert (no_output.status, no_output.coverage["loaded"]) == (0, 3), no_output.err
    no_errors = without("2>&-", *search)
    assert (no_errors.status, len(no_errors.lines), no_errors.err) == (0, 3, "")
    refused = without("2>&-", "search", "East", "lead")
    assert (refused.status, refused.out, refused.err) == (2, b"", ""), "an error is no output"
    no_input = without("<&-", *search, "Query=@-")
    no_input.assert_nothing_came(2)
    assert "Query: the file cannot be read: Bad file descriptor" in no_input.err


def test_names_come_out_as_utf8_whatever_the_locale_says(signed_in: Program, stand_in: StandIn) -> None:
    stand_in.instead.after = 0
    stand_in.instead.body = '{"QueryTotal":1,"Leads":[{"UID":1,"Fields":{"FirstName":"Zoë 李"}}]}'.encode()
    for locale in ({"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}):
        ended = signed_in.search("leads", *ALL_SOLAR, "--columns", "Fields.FirstName,Fields.Löwe", environment=locale)
        assert ended.status == 0, ended.err
        assert ended.lines[0]["values"] == {"Fields.FirstName": "Zoë 李"}
        assert ended.coverage["complete"] is True


@pytest.mark.parametrize("suffix", ["jsonl", "xlsx"])
@pytest.mark.parametrize(("number", "status"), [(signal.SIGKILL, -9), (signal.SIGINT, 1)])
def test_an_export_that_is_stopped_leaves_the_old_file(
    signed_in: Program, stand_in: StandIn, tmp_path: Path, suffix: str, number: signal.Signals, status: int
) -> None:
    stand_in.faults.delay_seconds = 0.02
    target = tmp_path / f"pings.{suffix}"
    target.write_bytes(b"old")
    arguments = ("search", "East", "inbound-pings", *ALL_SOLAR, "--all", "--page-size", "20", "--to", target)
    child = signed_in.start(*arguments)
    wait_until(lambda: len(stand_in.log.bodies(INBOUND_PATH)) > 5, "the export did not begin")
    child.send_signal(number)
    ended = ended_of(child)
    assert (ended.status, ended.out) == (status, b"")
    assert target.read_bytes() == b"old"
    if number is signal.SIGINT:
        assert ended.err.splitlines()[0] == "Stopped."
        assert "Traceback" not in ended.err
        assert list(tmp_path.iterdir()) == [target]
    for leftover in tmp_path.glob(".leaddesk-*"):
        os.utime(leftover, (0, 0))  # only what has lain there for a while is swept
    stand_in.faults.delay_seconds = 0.0
    again = signed_in.run(*(part if part != "20" else "1000" for part in arguments))
    assert again.status == 0, again.err
    assert target.stat().st_size > 10_000
    assert list(tmp_path.iterdir()) == [target], "what the killed one left is swept"


HELD_OPEN = """
import os, sys
os_replace = os.replace

def replace(source, target):
    if str(target).endswith("leads.csv"):
        error = PermissionError(13, "The process cannot access the file")
        error.winerror = 32
        raise error
    os_replace(source, target)

os.replace = replace
from leaddesk.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_file_that_is_open_elsewhere_does_not_cost_what_was_loaded(
    signed_in: Program, stand_in: StandIn, tmp_path: Path
) -> None:
    target = tmp_path / "leads.csv"
    target.write_text("old")
    command = signed_in.command(
        "search", "East", "leads", *ALL_SOLAR, "--limit", "5", "--columns", "UID", "--to", target
    )
    child = subprocess.run(
        [sys.executable, "-c", HELD_OPEN, *command[3:]],
        capture_output=True,
        env=signed_in.environment,
        timeout=60,
        check=False,
    )
    ended = Ended(child.returncode, child.stdout, child.stderr.decode())
    assert ended.status == 1, ended.err
    assert "“leads.csv” is open in another program." in ended.err
    other = tmp_path / "leads (2).csv"
    assert f"wrote 5 leads to {other}" in ended.err
    assert len(other.read_text().splitlines()) == 6
    assert target.read_text() == "old"
    assert sorted(tmp_path.iterdir()) == [other, target]
    assert ended.coverage["loaded"] == 5


def test_a_bar_never_is_wider_than_its_room() -> None:
    assert progress_text("leads", 1000, 2000, room=79) == f"[{'#' * 20}{' ' * 20}] 1,000 of 2,000 leads"
    assert progress_text("leads", 3000, 2000, room=79).startswith("[" + "#" * 40 + "] 3,000 of")
    assert progress_text("leads", 1000, None, room=79) == "1,000 leads"
    assert progress_text("pings", 0, 0, room=79) == "0 pings"
    for room in range(60):
        assert len(progress_text("leads", 1_000, 211_507, room=room)) <= room
