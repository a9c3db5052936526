"""All benchmarks, one after another, as one table: `python tests/benchmarks/run.py [--out FILE]`.

Each is a ratio against a named alternative in the same run. The figures that leaddesk is held to come first, in their
order; the further ones stand below. Nothing fails when a limit is missed: machines are shared and noisy, and the table
is there to be read. A benchmark that breaks is named at the end, and the status is 1. Needs `pip install -e
.[dev,benchmarks]`; takes some fifteen minutes.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from os import cpu_count
from pathlib import Path

from benchmark_row import JSON_FLAG, Row, child_environment, table
from figures import arrange

FOLDER = Path(__file__).parent
BENCHMARKS = (
    "bench_start.py",
    "bench_page.py",
    "bench_load_all.py",
    "bench_loaded.py",
    "bench_scroll.py",
    "bench_export.py",
    "bench_stall.py",
    "bench_pace.py",
    "bench_look_up.py",
)


def run(name: str) -> list[Row] | str:
    """A benchmark's rows, from a process of its own; or why there are none."""
    if not (FOLDER / name).exists():
        return f"{name} is not there"
    done = subprocess.run(
        [sys.executable, str(FOLDER / name), JSON_FLAG],
        capture_output=True,
        text=True,
        check=False,
        env=child_environment(),
    )
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        return f"{name} ended with status {done.returncode}"
    return [Row(**row) for row in json.loads(done.stdout)]


def write(found: Mapping[str, Sequence[Row]], broken: Sequence[str]) -> str:
    """Everything as Markdown."""
    figures, further, missing = arrange(found)
    machine = f"{platform.system()}, {cpu_count()} cores, Python {platform.python_version()}"
    parts = [f"Measured on {machine}.", table(figures)]
    if further:
        parts += ["Further figures", table(further)]
    if broken or missing:
        parts += ["Not measured", "\n".join(f"- {words}" for words in (*broken, *missing))]
    return "\n\n".join(parts)


def main() -> int:
    """Run each; print the table and write it to a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("benchmarks.txt"))
    out: Path = parser.parse_args().out
    found: dict[str, list[Row]] = {}
    broken: list[str] = []
    for name in BENCHMARKS:
        print(f"running {name} …", file=sys.stderr, flush=True)
        rows = run(name)
        if isinstance(rows, str):
            broken.append(rows)
        else:
            found[name] = rows
    text = write(found, broken)
    print(text)
    out.write_text(text + "\n", "utf-8")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
