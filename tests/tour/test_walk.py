"""A step that fails, and the parts of the tour that a check stands on."""

from __future__ import annotations

import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from leaddesk.event_loop import run_until_done
from leaddesk.tour.files import count_rows, texts_in
from leaddesk.tour.guide import Guide, pick
from leaddesk.tour.seen import words_in
from leaddesk.tour.silence import silent_server
from leaddesk.tour.step import CheckFailed, Step, check
from leaddesk.tour.walk import Tour


def test_a_failed_step_is_told_pictured_and_keeps_no_other_from_being_taken(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    window: Any = QWidget()
    qtbot.addWidget(window)

    async def shows() -> QWidget:
        return window

    async def fails() -> QWidget:
        check(held=False, words="the rows are gone")
        return window

    tour = Tour(qapp, Guide(window, tmp_path))
    steps = (Step("First, “quoted” step", shows), Step("Second", fails), Step("Third", shows))
    run_until_done(qapp, tour.walk(steps))
    assert (tour.held, tour.taken) == (2, 3)
    told = capsys.readouterr().out.splitlines()
    assert told == ["ok     01-first-quoted-step", "FAILED 02-second: the rows are gone", "ok     03-third"]
    assert {path.name for path in tmp_path.iterdir()} == {
        "01-first-quoted-step-light.png",
        "01-first-quoted-step-dark.png",
        "02-second-failed.png",
        "03-third-light.png",
        "03-third-dark.png",
    }


def test_waiting_ends_with_words_for_what_did_not_come(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leaddesk.tour.guide.PATIENCE_SECONDS", 0.02)
    guide = Guide(SimpleNamespace(), tmp_path)  # pyright: ignore[reportArgumentType] - waiting needs no window

    async def wait() -> None:
        await guide.until(lambda: False, "pigs fly")

    with pytest.raises(CheckFailed, match="waited in vain until pigs fly"):
        run_until_done(qapp, wait())


def test_what_is_written_in_view_is_read_and_what_is_hidden_is_not(qtbot: QtBot) -> None:
    root, column = QWidget(), QVBoxLayout()
    root.setLayout(column)
    button, hidden = QPushButton("&Search"), QLabel("hidden words")
    button.setAccessibleName("Search all accounts")
    for widget in (QLabel("a label"), button, hidden):
        column.addWidget(widget)
    hidden.hide()
    qtbot.addWidget(root)
    root.show()
    assert words_in(root).splitlines() == ["a label", "&Search", "Search all accounts"]


def test_only_what_is_offered_can_be_picked(qtbot: QtBot) -> None:
    combo, chosen = QComboBox(), list[int]()
    qtbot.addWidget(combo)
    combo.addItem("First", "a")
    combo.addItem("Second", "b")
    combo.activated.connect(chosen.append)
    pick(combo, "b")
    assert (combo.currentText(), chosen) == ("Second", [1])
    with pytest.raises(CheckFailed, match="“c” cannot be picked"):
        pick(combo, "c")


def test_rows_are_counted_in_every_kind_of_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('\ufeffName,Note\r\nAda,"two\r\nlines"\r\nBen,\r\n', "utf-8", newline="")
    (tmp_path / "a.jsonl").write_text('{"id": "1"}\n{"id": "2"}\n{"id": "3"}\n', "utf-8")
    assert count_rows(tmp_path / "a.csv") == 2
    assert count_rows(tmp_path / "a.jsonl") == 3


def test_texts_of_a_workbook_are_told_from_its_numbers(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_string(0, 0, "Phone")
        page.write_string(1, 0, "0301 555 & 0100")
        page.write_number(2, 0, 5550100)
    assert texts_in(path) == {"Phone", "0301 555 & 0100"}
    assert count_rows(path) == 2


def test_the_silent_server_takes_a_call_and_says_nothing() -> None:
    with silent_server() as address:
        place = urlsplit(address)
        with socket.create_connection((place.hostname or "", place.port or 0), timeout=0.1) as call:
            call.sendall(b"GET / HTTP/1.1\r\n\r\n")
            with pytest.raises(TimeoutError):
                call.recv(1)
    with pytest.raises(OSError):
        socket.create_connection((place.hostname or "", place.port or 0), timeout=0.5)
