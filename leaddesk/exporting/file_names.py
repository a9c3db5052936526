"""Names of files: proposed, marked as incomplete, and refused when no file can have them. Pure but for one look."""

from __future__ import annotations

import re
import sys
import unicodedata
from datetime import datetime
from pathlib import Path, PurePath
from typing import Final

from leaddesk.exporting.plan import ExportFormat

MOST_NAME_CHARACTERS: Final = 80
_ON_WINDOWS: Final = sys.platform == "win32"
_DEVICE: Final = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])", re.IGNORECASE)


def default_file_name(provider_title: str, search_title: str, local_time: datetime, file_format: ExportFormat) -> str:
    """`leadexec-leads-2026-01-31-0815.xlsx`: safe on every system, at most 80 characters before the suffix."""
    mark = "-for-spreadsheets" if file_format is ExportFormat.CSV_SPREADSHEET else ""
    end = f"-{local_time:%Y-%m-%d-%H%M}{mark}"
    words = _slug(f"{provider_title} {search_title}")[: MOST_NAME_CHARACTERS - len(end)].strip("-")
    return f"{words or 'export'}{end}{file_format.suffix}"


def incomplete_name(path: Path, loaded: int, total: int | None) -> Path:
    """`leads.xlsx` -> `leads-INCOMPLETE-700-of-2000.xlsx`; without the total when it is not known."""
    of_total = "" if total is None else f"-of-{total}"
    return path.with_name(f"{path.stem}-INCOMPLETE-{loaded}{of_total}{path.suffix}")


def suggest_other_name(path: Path) -> Path:
    """The first of `leads (2).xlsx`, `leads (3).xlsx`, ... that is not there."""
    plain = re.sub(r" \(\d{1,4}\)$", "", path.stem)
    number = 2
    while (other := path.with_name(f"{plain} ({number}){path.suffix}")).exists():
        number += 1
    return other


def name_problem(name: str, *, on_windows: bool = _ON_WINDOWS) -> str:
    """Why no file can have this name, in words; empty when it can."""
    if "\0" in name or not name.strip() or name in {".", ".."}:
        return "this is not a name a file can have"
    if len(name.encode("utf-8", "surrogateescape")) > 255:
        return "the name is too long; 255 bytes are the most"
    if not on_windows:
        return ""
    if re.search(r'[<>:"/\\|?*\x00-\x1f]', name):
        return 'on Windows a name cannot hold < > : " / \\ | ? *'
    if name[-1] in ". ":
        return "on Windows a name cannot end in a dot or a blank"
    base = PurePath(name).name.split(".")[0].rstrip()
    return f"“{base}” is the name of a device on Windows" if _DEVICE.fullmatch(base) else ""


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\W_]+", "-", plain).strip("-")
