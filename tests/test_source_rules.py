"""Rules that no linter knows, held over the sources themselves."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "leaddesk").rglob("*.py"))
EVERYTHING = sorted([*SOURCES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "packaging").rglob("*.py")])
LABELS_HOME = "leaddesk/ui/widgets/plain_label.py"
TASKS_HOME = "leaddesk/ui/async_tasks.py"
LOOP_HOME = "leaddesk/event_loop.py"


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(path: Path) -> Iterator[tuple[str, int]]:
    """The dotted name and the line of every call in a file; a call with a plain tool tip is marked as such."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            is_plain_tip = any(ast.unparse(item).startswith("plain_tool_tip(") for item in node.args)
            yield ast.unparse(node.func) + (" (plain)" if is_plain_tip else ""), node.lineno


def findings(forbidden: str, *, but: tuple[str, ...] = ()) -> list[str]:
    """Where a call whose name matches stands, except in the files that may."""
    return [
        f"{name_of(path)}:{line}: {call}()"
        for path in SOURCES
        if name_of(path) not in but
        for call, line in calls(path)
        if re.search(forbidden, call)
    ]


def test_the_scan_sees_what_it_looks_for() -> None:
    assert findings(r"(^|\.)QLabel$"), "the scan finds no label at all: it is broken"


@pytest.mark.parametrize(
    "forbidden",
    [
        r"\.exec_?$",
        r"\bQMessageBox\.(question|information|warning|critical|about)$",
        r"\bQFileDialog\.get\w+$",
        r"\bQInputDialog\.get\w+$",
        r"\bprocessEvents$",
        r"\b(asyncSlot|asyncClose)$",
    ],
)
def test_no_loop_runs_within_the_loop(forbidden: str) -> None:
    """A nested loop inside an asyncio task stalls other tasks for good; before the first task one may run."""
    assert findings(forbidden, but=(LOOP_HOME,)) == []


@pytest.mark.parametrize("forbidden", [r"(^|\.)QLabel$", r"(^|\.)QMessageBox$", r"\.setToolTip$"])
def test_labels_boxes_and_tool_tips_are_made_in_one_place(forbidden: str) -> None:
    """Anywhere else a lead's text could be taken for markup."""
    assert findings(forbidden, but=(LABELS_HOME,)) == []


def test_tasks_are_made_by_their_owner_or_a_group() -> None:
    loose = [
        finding
        for finding in findings(r"(create_task|ensure_future)$", but=(TASKS_HOME,))
        if not re.search(r"\bgroup\.create_task", finding)
    ]
    assert loose == []


def test_nothing_blocking_goes_to_the_loops_own_executor() -> None:
    """qasync's executor writes arguments and results, secrets among them, to the log."""
    assert findings(r"\b(run_in_executor|to_thread)$") == []


@pytest.mark.parametrize(
    ("package", "home"),
    [("httpx", "leaddesk/transport/http.py"), ("keyring", "leaddesk/storage/vault.py"), ("qasync", LOOP_HOME)],
)
def test_each_door_has_one_importer(package: str, home: str) -> None:
    importers = [
        name_of(path)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Import) and any(item.name.split(".")[0] == package for item in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == package)
    ]
    assert set(importers) == {home}


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "util", "helpers", "helper", "misc", "manager", "base", "common"}
    assert [name_of(path) for path in EVERYTHING if path.stem in drawers] == []


def test_every_package_says_what_it_is() -> None:
    silent = [name_of(path) for path in SOURCES if path.name == "__init__.py" and not path.read_text("utf-8").strip()]
    assert silent == []


def test_no_path_of_one_machine_stands_anywhere() -> None:
    machine = re.compile(r"(^|[^A-Za-z0-9_.])/(work|root|home/[a-z]+)/")
    texts = [
        *EVERYTHING,
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        ROOT / "pyproject.toml",
        *ROOT.glob("leaddesk/*.md"),
    ]
    here = Path(__file__)
    found = [
        f"{name_of(path)}:{number}"
        for path in texts
        if path != here
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if machine.search(line)
    ]
    assert found == []


def test_invented_people_have_addresses_that_reach_no_one() -> None:
    address = re.compile(r"[A-Za-z0-9._%+-]+@((?:[A-Za-z0-9-]+\.)+(?:com|net|org|io|de|gov|edu))\b")
    reserved = re.compile(r"(^|\.)(example\.(com|net|org)|invalid|test)$")
    found = {
        f"{name_of(path)}: {match[0]}"
        for path in [*SOURCES, ROOT / "README.md"]
        for match in address.finditer(path.read_text("utf-8"))
        if not reserved.search(match[1])
    }
    assert found == set()


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX)\b")
    here = Path(__file__)
    found = [name_of(path) for path in EVERYTHING if path != here and later.search(path.read_text("utf-8"))]
    assert found == []


def test_no_lock_file_names_a_registry() -> None:
    locks = ("uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "package-lock.json")
    assert [name for name in locks if (ROOT / name).exists()] == []


def test_versions_are_pinned_where_they_must_be() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["requires-python"] == ">=3.11,<3.14"
    assert any(re.fullmatch(r"PySide6_Essentials>=6\.11\.3,<6\.12", item) for item in project["dependencies"])
    loose = [item for item in project["dependencies"] if "<" not in item and not item.startswith("tzdata")]
    assert loose == [], "every dependency has an upper bound, except the table of time zones"


def test_the_readmes_commands_are_there() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for command in re.findall(r"python3? ((?:packaging|tests)/[\w/]+\.py)", readme):
        assert (ROOT / command).is_file(), command
    for picture in re.findall(r"\]\((resources/[\w/.-]+)\)", readme):
        assert (ROOT / picture).is_file(), picture
    assert (ROOT / ".ci" / "run").read_text("utf-8").rstrip().endswith("packaging/start.py check")
