"""Exports as a person makes them, and what stands in the files."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import python_calamine
from PySide6.QtWidgets import QComboBox, QLineEdit

from leaddesk.ui.export.export_dialog import ExportDialog
from tests.journeys.conftest import Stage
from tests.journeys.driving import click, control, dialog, fill_in, pick, press


async def opened_export(stage: Stage, keys: str = "Ctrl+E") -> ExportDialog:
    await press(keys)
    return await dialog(ExportDialog)


async def write_to(opened: ExportDialog, path: Path, kind: str = "") -> None:
    """Choose kind and file, and start."""
    if kind:
        await pick(control(opened, QComboBox, "Kind of file"), kind)
    await fill_in(control(opened, QLineEdit, "File"), str(path))
    await click(opened.export_button)


def tells(opened: ExportDialog, words: str) -> bool:
    """Whether the dialog says this of how it ended."""
    return opened.outcome.isVisible() and words in opened.outcome.text


def csv_rows(path: Path) -> int:
    """Rows below the heading."""
    return len(list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))) - 1


def sheet(path: Path, name: str = "Leads") -> list[list[Any]]:
    return python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name).to_python()


def column(rows: list[list[Any]], *titles: str) -> list[Any]:
    """The cells below a heading, which is the declared one or the account's own, in whatever letters."""
    place = next((n for n, title in enumerate(rows[0]) if str(title).lower() in titles), None)
    assert place is not None, f"none of {titles} among {rows[0]}"
    return [row[place] for row in rows[1:]]
