"""Exports through the dialog, each file read back."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtWidgets import QWidget

from leaddesk.domain.page import TotalKind
from leaddesk.tour.files import count_rows, texts_in
from leaddesk.tour.guide import Guide
from leaddesk.tour.step import Act, CheckFailed, check
from leaddesk.ui.export.export_dialog import ExportDialog

WORKBOOK, FOR_SPREADSHEETS, FOR_OTHER_SYSTEMS, JSON_LINES = range(4)
"""The kinds of file, by their places in the dialog."""
SUFFIXES: Final = (".xlsx", ".csv", ".csv", ".jsonl")


def opened_export(guide: Guide) -> ExportDialog:
    """The export dialog.

    Raises:
        CheckFailed: it is not open.
    """
    dialog = guide.window.export_flow.dialog
    if dialog is None:
        raise CheckFailed("the export dialog is not open")
    return dialog


def exporter_of_all(guide: Guide, kind: int, name: str, phone_key: str = "") -> Act:
    """Exports the whole result with all columns into a file of the tour's folder, and counts its rows.

    With `phone_key`, the vendor's name of a phone, the phones on screen are also looked for in the workbook: to the
    letter, and as text.
    """

    async def act() -> QWidget:
        guide.close_dialogs()
        guide.window.open_export("all")
        dialog = opened_export(guide)
        dialog.form.choice_box.setCurrentIndex(kind)
        dialog.form.choice_box.activated.emit(kind)
        dialog.form.all_columns.setChecked(True)
        path = guide.out / f"{name}{SUFFIXES[kind]}"
        dialog.form.target.set_text(str(path))
        total = guide.shown.page.total
        dialog.export_button.click()
        written = await guide.found(lambda: _count_written(dialog.outcome.text), "the file is written")
        is_whole = written == total.count if total.kind is TotalKind.EXACT else written > total.count
        check(is_whole, f"{written} leads were written of {total.kind.value} {total.count}")
        check(count_rows(path) == written, f"{path.name} has not {written} leads")
        phones = {str(record.values().get(phone_key) or "") for record in guide.records if phone_key} - {""}
        check(not phones or phones <= texts_in(path), "a phone is not in the file as it came")
        return dialog

    return act


def _count_written(words: str) -> int | None:
    told = re.search(r"([\d,]+) leads? written", words)
    return int(told[1].replace(",", "")) if told else None
