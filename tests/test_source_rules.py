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


def calls(source: str) -> Iterator[tuple[str, int]]:
    """The dotted name and the line of every call; a call with a plain tool tip is marked as such."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            is_plain_tip = any(ast.unparse(item).startswith("plain_tool_tip(") for item in node.args)
            yield ast.unparse(node.func) + (" (plain)" if is_plain_tip else ""), node.lineno


def findings(forbidden: str, *, but: tuple[str, ...] = ()) -> list[str]:
    """Where a call whose name matches stands, except in the files that may."""
    return [
        f"{name_of(path)}:{line}: {call}()"
        for path in SOURCES
        if name_of(path) not in but
        for call, line in calls(path.read_text("utf-8"))
        if re.search(forbidden, call)
    ]


NESTED_LOOPS = (
    r"\.exec_?$",
    r"\bQMessageBox\.(question|information|warning|critical|about)$",
    r"\bQFileDialog\.get\w+$",
    r"\bQInputDialog\.get\w+$",
    r"\bprocessEvents$",
    r"\b(asyncSlot|asyncClose)$",
)
MARKUP_DOORS = (r"(^|\.)QLabel$", r"(^|\.)QMessageBox$", r"\.setToolTip$")
LOOSE_TASKS = r"(create_task|ensure_future)$"
BLOCKING_DOORS = r"\b(run_in_executor|to_thread)$"


@pytest.mark.parametrize(
    ("forbidden", "planted"),
    [
        (NESTED_LOOPS[0], "dialog.exec()"),
        (NESTED_LOOPS[0], "QMenu(self).exec_(place)"),
        (NESTED_LOOPS[1], "answer = QtWidgets.QMessageBox.question(self, 'a', 'b')"),
        (NESTED_LOOPS[2], "QFileDialog.getSaveFileName(self)"),
        (NESTED_LOOPS[3], "QInputDialog.getText(self, 'a', 'b')"),
        (NESTED_LOOPS[4], "QApplication.instance().processEvents()"),
        (NESTED_LOOPS[5], "@qasync.asyncSlot()\nasync def f(): pass"),
        (MARKUP_DOORS[0], "label = QLabel('x')"),
        (MARKUP_DOORS[1], "box = QtWidgets.QMessageBox(self)"),
        (MARKUP_DOORS[2], "button.setToolTip(name)"),
        (LOOSE_TASKS, "asyncio.get_running_loop().create_task(work())"),
        (BLOCKING_DOORS, "await loop.run_in_executor(None, read)"),
    ],
)
def test_the_scan_finds_what_is_planted(forbidden: str, planted: str) -> None:
    """A scan that finds nothing in the sources says something only when it can find."""
    assert [call for call, _line in calls(planted) if re.search(forbidden, call)]


def test_the_scan_reads_the_sources() -> None:
    assert findings(MARKUP_DOORS[0]), "it finds no label at all, not even where labels are made"
    assert len(SOURCES) > 100


@pytest.mark.parametrize("forbidden", NESTED_LOOPS)
def test_no_loop_runs_within_the_loop(forbidden: str) -> None:
    """A nested loop inside an asyncio task stalls other tasks for good; before the first task one may run."""
    assert findings(forbidden, but=(LOOP_HOME,)) == []


@pytest.mark.parametrize("forbidden", MARKUP_DOORS)
def test_labels_boxes_and_tool_tips_are_made_in_one_place(forbidden: str) -> None:
    """Anywhere else a lead's text could be taken for markup."""
    assert findings(forbidden, but=(LABELS_HOME,)) == []


def test_tasks_are_made_by_their_owner_or_a_group() -> None:
    loose = [
        finding
        for finding in findings(LOOSE_TASKS, but=(TASKS_HOME,))
        if not re.search(r"\bgroup\.create_task", finding)
    ]
    assert loose == []


def test_nothing_blocking_goes_to_the_loops_own_executor() -> None:
    """qasync's executor writes arguments and results, secrets among them, to the log."""
    assert findings(BLOCKING_DOORS) == []


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


def test_tests_stand_where_what_they_test_stands() -> None:
    """A folder of tests is a package or a module of leaddesk, or is named here; a test beside the folders is about a
    module.
    """
    tests = ROOT / "tests"
    beside = {"qt_binding": "Qt and the loop", "source_rules": "these rules", "start": "packaging/start.py"}
    lost = [
        name_of(path)
        for path in tests.rglob("test_*.py")
        if path.parent == tests
        and path.stem.removeprefix("test_") not in beside
        and not (ROOT / "leaddesk" / path.name.removeprefix("test_")).exists()
    ]
    folders = {path.parent.relative_to(tests) for path in tests.rglob("*.py")} - {Path(), Path("journeys")}
    places = {folder: ROOT / "leaddesk" / folder for folder in folders - {Path("benchmarks")}}
    lost += [
        str(folder) for folder, place in places.items() if not (place.is_dir() or place.with_suffix(".py").exists())
    ]
    assert lost == []
    packages = {path.parent.relative_to(ROOT / "leaddesk") for path in SOURCES if path.stem != "__init__"}
    untested = [package for package in packages if not list((tests / package).glob("test_*.py"))]
    assert untested == [], "these packages have no tests"


def test_every_package_says_what_it_is() -> None:
    packages = {path.parent for path in SOURCES}
    texts = {package: package / "__init__.py" for package in packages}
    silent = [
        name_of(package)
        for package, text in texts.items()
        if not text.is_file() or not ast.get_docstring(ast.parse(text.read_text("utf-8")))
    ]
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
        for path in [*EVERYTHING, ROOT / "README.md"]
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
