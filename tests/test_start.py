"""`packaging/start.py`: what it asks of the machine it is started on.

SIMULATED here: which libraries and programs the machine has, who runs it, its Python's version, and what apt-get, pip and
the checks answer. The environment without pip is made for real.
"""

from __future__ import annotations

import ast
import importlib.util
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "packaging" / "start.py"
APT = "/usr/bin/apt-get"


@dataclass
class Machine:
    """A simulated machine; `run` notes every command and answers with the status of the first that fits."""

    missing: set[str] = field(default_factory=set[str])
    programs: dict[str, str] = field(
        default_factory=lambda: {
            "apt-get": APT,
            "gnome-keyring-daemon": "/usr/bin/gnome-keyring-daemon",
            "dbus-daemon": "/usr/bin/dbus-daemon",
        }
    )
    user_id: int = 1000
    environment: dict[str, str] = field(default_factory=dict[str, str])
    platform: str = "linux"
    python: tuple[int, ...] = (3, 11, 7)
    arguments: list[str] = field(default_factory=lambda: ["start.py", "demo"])
    answers: dict[str, int] = field(default_factory=dict[str, int])
    ran: list[list[str]] = field(default_factory=list[list[str]])
    environments: list[Any] = field(default_factory=list[Any])

    def run(self, command: Any, **options: Any) -> int:
        words = [str(part) for part in command]
        self.ran.append(words)
        self.environments.append(options.get("env"))
        return next((status for part, status in self.answers.items() if part in words), 0)

    def check_run(self, command: Any, **options: Any) -> int:
        status = self.run(command, **options)
        if status:
            raise subprocess.CalledProcessError(status, command)
        return status


@pytest.fixture
def start() -> ModuleType:
    """The script as a module of its own, so that nothing simulated outlives the test."""
    spec = importlib.util.spec_from_file_location("start_under_test", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def machine(start: ModuleType, tmp_path: Path) -> Machine:
    """SIMULATED: the script sees this machine instead of the real one, and an empty folder as the checkout."""
    simulated = Machine()
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    script: Any = start
    script.ROOT = tmp_path
    script.VENV = tmp_path / ".venv"
    script.PYTHON = script.VENV / "bin" / "python"
    script.has_library = lambda name: name not in simulated.missing
    script.shutil = SimpleNamespace(which=simulated.programs.get)
    script.subprocess = SimpleNamespace(
        call=simulated.run,
        check_call=simulated.check_run,
        DEVNULL=subprocess.DEVNULL,
        CalledProcessError=subprocess.CalledProcessError,
    )
    script.os = SimpleNamespace(
        environ=simulated.environment, geteuid=lambda: simulated.user_id, name="posix", cpu_count=lambda: 2
    )
    script.sys = _SimulatedSys(simulated)
    return simulated


class _SimulatedSys:
    """The parts of `sys` that the script looks at."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    platform = property(lambda self: self._machine.platform)
    version_info = property(lambda self: self._machine.python)
    argv = property(lambda self: self._machine.arguments)
    executable = "/usr/bin/python3"
    stderr = property(lambda _self: sys.stderr)


# System packages


def test_nothing_is_asked_of_apt_when_nothing_is_missing(start, machine):
    machine.user_id = 0
    del machine.programs["apt-get"]
    assert start.ensure_system_packages("demo")
    assert start.ensure_system_packages("check")
    assert machine.ran == []


def test_a_user_is_told_the_exact_command_and_nothing_is_run(start, machine, capsys):
    machine.missing = {"libEGL.so.1", "libdbus-1.so.3"}
    assert not start.ensure_system_packages("demo")
    told = capsys.readouterr().err
    assert "  sudo apt-get install -y --no-install-recommends libegl1 libdbus-1-3\n" in told
    assert machine.ran == []


def test_root_installs_what_is_missing_and_no_more(start, machine):
    machine.user_id = 0
    machine.missing = {"libEGL.so.1"}
    assert start.ensure_system_packages("demo")
    assert machine.ran == [
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-y", "--no-install-recommends", "libegl1"],
    ]
    assert machine.environments[1]["DEBIAN_FRONTEND"] == "noninteractive", "it must not stop to ask"


def test_a_failed_installation_is_told(start, machine, capsys):
    machine.user_id = 0
    machine.missing = {"libEGL.so.1"}
    machine.answers = {"install": 100}
    assert not start.ensure_system_packages("demo")
    assert "apt-get could not install them" in capsys.readouterr().err


def test_without_apt_the_libraries_are_named(start, machine, capsys):
    del machine.programs["apt-get"]
    machine.missing = {"libGL.so.1"}
    assert not start.ensure_system_packages("demo")
    assert "libgl1" in capsys.readouterr().err


def test_libraries_of_the_display_are_needed_only_where_there_is_one(start, machine, capsys):
    machine.missing = {"libxcb-cursor.so.0"}
    assert start.ensure_system_packages("demo")
    machine.environment["DISPLAY"] = ":0"
    assert not start.ensure_system_packages("demo")
    assert "libxcb-cursor0" in capsys.readouterr().err


def test_a_keyring_is_needed_for_the_checks_only(start, machine, capsys):
    del machine.programs["gnome-keyring-daemon"]
    assert start.ensure_system_packages("demo")
    assert not start.ensure_system_packages("check")
    assert "sudo apt-get install -y --no-install-recommends gnome-keyring\n" in capsys.readouterr().err


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_are_asked_for_nothing(start, machine, platform):
    machine.platform = platform
    machine.missing = set(start.LIBRARIES)
    assert start.ensure_system_packages("check")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the loader of Linux")
def test_the_loader_is_asked_for_real(start):
    assert start.has_library("libc.so.6")
    assert not start.has_library("libno-such-thing.so.1")


# Python


@pytest.mark.parametrize("version", [(3, 9, 2), (3, 10, 12), (3, 14, 0)])
def test_an_unfit_python_is_refused_with_words(start, machine, version, capsys):
    machine.python = version
    assert start.main() == 1
    told = capsys.readouterr().err
    assert "3.11 to 3.13" in told
    assert f"this is {version[0]}.{version[1]}." in told
    assert machine.ran == [], "nothing is set up with it"


def test_another_python_of_the_machine_is_taken_in_place_of_an_unfit_one(start, machine):
    machine.python = (3, 9, 2)
    machine.programs |= {"python3.11": "/usr/bin/python3.11", "python3.12": "/usr/bin/python3.12"}
    assert start.find_python() == "/usr/bin/python3.12"


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 1), (3, 13, 0)])
def test_a_fit_python_is_used_itself(start, machine, version):
    machine.python = version
    machine.programs["python3.13"] = "/usr/bin/python3.13"
    assert start.find_python() == "/usr/bin/python3"


def test_an_unfit_python_can_read_the_script(start):
    """It is read before it can refuse: no newer grammar, and nothing that is to be installed first."""
    source = SCRIPT.read_text("utf-8")
    tree = ast.parse(source, feature_version=(3, 8))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [item.name for item in node.names])
    }
    assert imported <= sys.stdlib_module_names


# The environment


def test_a_machine_without_ensurepip_gets_an_environment_without_pip(start, machine):
    machine.answers = {"venv": 1}
    start.subprocess.check_call = machine.run
    assert start.make_environment("/usr/bin/python3") == [
        "/usr/bin/python3", "-m", "pip", "--python", str(start.PYTHON)
    ]  # fmt: skip
    assert machine.ran[-1] == ["/usr/bin/python3", "-m", "venv", "--clear", "--without-pip", str(start.VENV)]


@pytest.mark.skipif(os.name == "nt", reason="the paths of a POSIX environment")
def test_the_environment_without_pip_is_filled_from_outside(start, machine, tmp_path):
    """Real but for the first attempt, which is SIMULATED to fail as on a Debian without ensurepip."""
    start.subprocess = SimpleNamespace(
        call=lambda *_command, **_options: 1, check_call=subprocess.check_call, DEVNULL=subprocess.DEVNULL
    )
    pip = start.make_environment(getattr(sys, "_base_executable", sys.executable))  # this one may have no pip itself
    assert subprocess.run([start.PYTHON, "-m", "pip"], capture_output=True, check=False).returncode, "pip is not inside"
    listed = subprocess.run([*pip, "list"], capture_output=True, text=True, check=True).stdout
    assert "leaddesk" not in listed, "what pip lists is this environment, not the one it comes from"
    where = subprocess.check_output([start.PYTHON, "-c", "import sys; print(sys.prefix)"], text=True)
    assert Path(where.strip()).resolve() == (tmp_path / ".venv").resolve()


def make_environment_by_hand(start: Any) -> None:
    start.PYTHON.parent.mkdir(parents=True)
    start.PYTHON.touch()


def test_the_second_start_installs_nothing(start, machine):
    make_environment_by_hand(start)
    start.ensure_environment("/usr/bin/python3", extra="")
    assert [command[-1] for command in machine.ran if "install" in command] == ["."]
    machine.ran.clear()
    start.ensure_environment("/usr/bin/python3", extra="")
    assert machine.ran == []


def test_the_environment_of_the_checks_will_do_for_the_demo_but_not_the_other_way_round(start, machine):
    make_environment_by_hand(start)
    start.ensure_environment("/usr/bin/python3", extra="[dev]")
    machine.ran.clear()
    start.ensure_environment("/usr/bin/python3", extra="")
    assert machine.ran == []
    for stamp in start.VENV.glob("*.sha256"):
        stamp.unlink()
    start.ensure_environment("/usr/bin/python3", extra="")
    machine.ran.clear()
    start.ensure_environment("/usr/bin/python3", extra="[dev]")
    assert [command[-1] for command in machine.ran if "install" in command] == [".[dev]"]


def test_other_dependencies_are_installed_again(start, machine, tmp_path):
    make_environment_by_hand(start)
    start.ensure_environment("/usr/bin/python3", extra="")
    machine.ran.clear()
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'other'\n")
    start.ensure_environment("/usr/bin/python3", extra="")
    assert any("install" in command for command in machine.ran)


def test_an_installation_that_fails_is_told_and_tried_again_the_next_time(start, machine, capsys):
    machine.answers = {"install": 1}
    make_environment_by_hand(start)
    assert start.main() == 1
    assert "Setting up .venv failed" in capsys.readouterr().err
    machine.ran.clear()
    machine.answers = {}
    assert start.main() == 0
    assert any("install" in command for command in machine.ran), "the failed attempt left no stamp"


# The jobs


@pytest.mark.parametrize("arguments", [["start.py"], ["start.py", "install"]])
def test_without_a_job_it_says_what_there_is(start, machine, arguments, capsys):
    machine.arguments = arguments
    assert start.main() == 2
    assert "start.py demo" in capsys.readouterr().out
    assert machine.ran == []


def test_the_demo_is_started_with_the_environments_python_and_its_status_is_passed_on(start, machine):
    make_environment_by_hand(start)
    machine.arguments = ["start.py", "demo", "--profile", "here"]
    machine.answers = {"demo": 7}
    assert start.main() == 7
    assert machine.ran[-1] == [str(start.PYTHON), "-m", "leaddesk", "demo", "--profile", "here"]


def test_all_checks_run_and_the_failed_ones_are_named(start, machine, capsys):
    machine.answers = {"format": 1, "basedpyright": 1}
    assert start.check(["-k", "word"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "== failed: format, types"
    ran = [" ".join(command) for command in machine.ran]
    assert len(ran) == 5
    assert ran[3].endswith("lint-imports")
    assert ran[4].endswith("pytest -n 2 -k word")


def test_all_checks_passed_is_said_only_when_they_did(start, machine, capsys):
    assert start.check([]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "== all checks passed"
