"""What stands in the files that the tour exported, read without leaddesk's own writers."""

from __future__ import annotations

import csv
import html
import json
import re
import zipfile
from pathlib import Path


def count_rows(path: Path) -> int:
    """How many leads a file holds, its heading left out."""
    if path.suffix == ".xlsx":
        return _sheet(path).count(b"<row ") - 1
    if path.suffix == ".jsonl":
        return sum(1 for line in path.read_text("utf-8").splitlines() if json.loads(line)["id"])
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for _row in csv.reader(file)) - 1


def texts_in(path: Path) -> set[str]:
    """What a workbook holds as text in its cells (and not as numbers)."""
    with zipfile.ZipFile(path) as workbook:
        strings = workbook.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in workbook.namelist() else b""
    written = re.findall(rb"<t(?: [^>]*)?>([^<]*)</t>", strings + _sheet(path))
    return {html.unescape(text.decode()) for text in written}


def _sheet(path: Path) -> bytes:
    """The first sheet."""
    with zipfile.ZipFile(path) as workbook:
        return workbook.read("xl/worksheets/sheet1.xml")
