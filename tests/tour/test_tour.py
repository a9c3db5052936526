"""The whole tour, taken once by the real program: each step's check, its pictures, and the files it leaves behind."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from PySide6.QtGui import QImage

from leaddesk.providers.catalog import PROVIDERS
from tests.journeys.exported import column, csv_rows

ROOT = Path(__file__).resolve().parents[2]
STEP_OF_SEARCH = {
    "leadexec": {"leads": "table", "inbound-pings": "inbound-pings", "outbound-pings": "outbound-pings"},
    "leadsquared": {
        "not-contacted": "leadsquared-leads-not-contacted",
        "leads-by-id": "leadsquared-leads-by-id",
        "quick-search": "leadsquared-quick-search",
    },
    "sharpspring": {
        "lead": "sharpspring-lead-by-id",
        "leads": "sharpspring-leads",
        "leads-by-date": "sharpspring-leads-by-date",
        "events": "sharpspring-events",
        "timeline": "sharpspring-timeline",
        "list-memberships": "sharpspring-list-memberships",
        "fields": "sharpspring-fields",
    },
    "lofty": {"leads": "lofty-leads-of-a-stage-and-a-tag"},
}
LARGEST_README_PICTURE = 160_000


@pytest.mark.timeout(300)
def test_the_tour_holds_in_every_step_and_leaves_pictures_and_files(tmp_path: Path) -> None:
    out = tmp_path / "tour"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-m", "leaddesk", "tour", "--out", str(out)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert "FAILED" not in ended.stdout, ended.stdout
    assert ended.returncode == 0, ended.stdout + ended.stderr
    lines = ended.stdout.splitlines()
    steps = [line.removeprefix("ok").strip() for line in lines[:-1]]
    assert lines[-1] == f"{len(steps)} of {len(steps)} steps"
    assert ended.stderr == ""
    assert_every_search_has_its_step(steps)
    assert_pictures(out, steps)
    assert_files(out)
    assert_readme_pictures(out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tour"], "nothing is left beside it"


def assert_every_search_has_its_step(steps: list[str]) -> None:
    declared = {entry.info.key: {spec.key for spec in entry.info.searches} for entry in PROVIDERS}
    assert {provider: set(named) for provider, named in STEP_OF_SEARCH.items()} == declared
    titles = {re.sub(r"^\d+-", "", step) for step in steps}
    assert {title for named in STEP_OF_SEARCH.values() for title in named.values()} <= titles


def assert_pictures(out: Path, steps: list[str]) -> None:
    """One in each colour scheme for every step, and they show something; none of a step that failed."""
    assert {path.name for path in out.glob("*.png")} == {f"{step}-{s}.png" for step in steps for s in ("light", "dark")}
    for step in steps:
        light, dark = (QImage(str(out / f"{step}-{scheme}.png")) for scheme in ("light", "dark"))
        assert light.size() == dark.size()
        assert light.width() >= 400
        assert brightness(light) > 150 > 100 > brightness(dark), step


def brightness(picture: QImage) -> float:
    small = picture.scaled(40, 40)
    return sum(small.pixelColor(x, y).lightness() for x in range(40) for y in range(40)) / 1600


def assert_files(out: Path) -> None:
    """The rows of each file, read by other programs than leaddesk."""
    assert len(sheet(out / "selected-leads.xlsx")) == 1 + 4
    total = len(sheet(out / "all-leads.xlsx")) - 1
    assert total > 1000
    assert csv_rows(out / "all-leads.csv") == csv_rows(out / "all-leads-spreadsheet.csv") == total
    lines = (out / "all-leads.jsonl").read_text("utf-8").splitlines()
    assert len({json.loads(line)["id"] for line in lines}) == total
    for name, least in (("leadsquared-leads", 100), ("sharpspring-leads", 500)):
        rows = sheet(out / f"{name}.xlsx")
        ids, phones = column(rows, "lead id", "id", "sharpspring id"), column(rows, "phone", "phone number")
        assert len(set(ids)) == len(rows) - 1 > least
        assert any(phones)
        assert all(isinstance(phone, str) for phone in phones), "a spreadsheet keeps them as they are"


def sheet(path: Path) -> list[list[Any]]:
    return python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def assert_readme_pictures(out: Path) -> None:
    """The pictures of the README can be made from the tour's, and are small."""
    found = spec_from_file_location("pictures", ROOT / "packaging" / "pictures.py")
    assert found is not None
    assert found.loader is not None
    pictures = module_from_spec(found)
    found.loader.exec_module(pictures)
    readme = (ROOT / "README.md").read_text("utf-8")
    for ending, name in pictures.PICTURES.items():
        (taken,) = out.glob(f"[0-9][0-9]-{ending}.png")
        kept = out / f"{name}.small"
        assert pictures.with_few_colours(QImage(str(taken))).save(str(kept), "PNG")
        assert kept.stat().st_size < LARGEST_README_PICTURE
        assert f"resources/pictures/{name}.png" in readme
