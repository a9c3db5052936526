#!/usr/bin/env python3
"""Sets up everything on a fresh machine and runs one of leaddesk's two jobs. Standard library only.

    python3 packaging/start.py demo     the window on invented leads; without a display, its guided tour
    python3 packaging/start.py check    formatter, linter, types, import contracts and all tests

It makes a virtual environment in `.venv` beside the sources, installs leaddesk into it, and looks for the
system libraries that Qt needs (and, for the checks, a keyring to test against). What is missing is installed
through apt-get where that is possible, else named. Nothing outside `.venv` is touched when nothing is missing.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST, NEWEST = (3, 11), (3, 13)

# Library that Qt opens -> Debian package that brings it. Found with `ldd` on Qt's plug-ins.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libbrotlidec.so.1": "libbrotli1",
    "libX11.so.6": "libx11-6",
}
DISPLAY_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
CHECK_PROGRAMS = {"gnome-keyring-daemon": "gnome-keyring", "dbus-daemon": "dbus-daemon"}


def main() -> int:
    """Set up, then run the job named on the command line."""
    if len(sys.argv) < 2 or sys.argv[1] not in {"demo", "check"}:
        print(__doc__)
        return 2
    job, more = sys.argv[1], sys.argv[2:]
    python = find_python()
    if python is None:
        return say_and_fail(
            f"leaddesk runs on Python {version(OLDEST)} to {version(NEWEST)}; this is {version(sys.version_info[:2])}. "
            f"Install one of those and run this command with it."
        )
    if not ensure_system_packages(job):
        return 1
    try:
        ensure_environment(python, extra="[dev]" if job == "check" else "")
    except subprocess.CalledProcessError as error:
        return say_and_fail(f"Setting up .venv failed: {' '.join(map(str, error.cmd))} ended with {error.returncode}.")
    return check(more) if job == "check" else subprocess.call([PYTHON, "-m", "leaddesk", "demo", *more], cwd=ROOT)


def find_python() -> str | None:
    """This interpreter when its version will do, else the first that will."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return sys.executable
    names = [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    return next(filter(None, map(shutil.which, names)), None)


def ensure_system_packages(job: str) -> bool:
    """Install or name the Debian packages that are missing. Only Linux needs any."""
    if not sys.platform.startswith("linux"):
        return True
    needed = dict(LIBRARIES)
    if os.environ.get("DISPLAY"):
        needed |= DISPLAY_LIBRARIES
    missing = [package for library, package in needed.items() if not has_library(library)]
    if job == "check":
        missing += [package for program, package in CHECK_PROGRAMS.items() if shutil.which(program) is None]
    if not missing:
        return True
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installing what Qt and the keyring tests need:", *missing, flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.call(["apt-get", "update", "-q"], env=environment)
        if subprocess.call(install, env=environment) == 0:
            return True
        say_and_fail("apt-get could not install them; its messages are above.")
        return False
    if shutil.which("apt-get"):
        say_and_fail(f"System packages are missing. Install them, then run this again:\n  sudo {' '.join(install)}")
    else:
        say_and_fail("System libraries are missing; install what brings them (Debian's names): " + " ".join(missing))
    return False


def has_library(name: str) -> bool:
    """Whether the system's loader finds it."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def ensure_environment(python: str, *, extra: str) -> None:
    """Make `.venv` and install leaddesk into it, unless that was done for this very pyproject.toml."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamps = {name: VENV / f"installed{name}.sha256" for name in ("", "[dev]")}
    enough = (stamps["[dev]"],) if extra else tuple(stamps.values())
    if PYTHON.exists() and any(stamp.exists() and stamp.read_text() == wanted for stamp in enough):
        return
    pip = [str(PYTHON), "-m", "pip"]
    if not PYTHON.exists() or not works(*pip, "--version"):
        pip = make_environment(python)
    print("Installing leaddesk and what it needs into .venv (the first time takes a minute or two)", flush=True)
    subprocess.check_call([*pip, "install", "-q", "--disable-pip-version-check", "-e", f".{extra}"], cwd=ROOT)
    stamps[extra].write_text(wanted)


def works(*command: str) -> bool:
    """Whether this command ends well; what it prints is of no interest."""
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def make_environment(python: str) -> list[str]:
    """Make `.venv`; gives the pip to fill it with.

    Debian's Python often comes without ensurepip: then the environment is made bare and the system's own
    pip (22.3 or later) installs into it from outside, which is allowed also where it refuses to install at home.
    """
    if works(python, "-m", "venv", "--clear", str(VENV)):
        return [str(PYTHON), "-m", "pip"]
    subprocess.check_call([python, "-m", "venv", "--clear", "--without-pip", str(VENV)])
    return [python, "-m", "pip", "--python", str(PYTHON)]


def check(pytest_arguments: list[str]) -> int:
    """Run every check; the tests come last. All run even when one failed."""
    steps = {
        "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
        "lint": [PYTHON, "-m", "ruff", "check", "--output-format", "concise", "."],
        "types": [PYTHON, "-m", "basedpyright", "--pythonpath", PYTHON],
        "imports": [PYTHON.with_name("lint-imports")],
        "tests": [PYTHON, "-m", "pytest", "-n", str(os.cpu_count() or 2), *pytest_arguments],
    }
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    failed: list[str] = []
    for name, command in steps.items():
        print(f"== {name}", flush=True)
        if subprocess.call([str(part) for part in command], cwd=ROOT, env=environment) != 0:
            failed.append(name)
    print(f"== failed: {', '.join(failed)}" if failed else "== all checks passed", flush=True)
    return 1 if failed else 0


def version(parts: tuple[int, ...]) -> str:
    """`3.11`."""
    return ".".join(map(str, parts))


def say_and_fail(words: str) -> int:
    """Print to standard error; gives the exit status."""
    print(words, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
