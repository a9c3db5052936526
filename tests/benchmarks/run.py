"""All benchmarks, one after another, as one table: `python tests/benchmarks/run.py [--out FILE]`.

Each is a ratio against a named alternative in the same run. Nothing fails when a limit is missed: machines are
shared and noisy, and the table is there to be read. The export needs pandas (`pip install -e .[dev,benchmarks]`).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from benchmark_row import JSON_FLAG, Row, child_environment, table

FOLDER = Path(__file__).parent
BENCHMARKS = (
    "bench_start.py",
    "bench_page.py",
    "bench_stall.py",
    "bench_export.py",
    "bench_pace.py",
    "bench_look_up.py",
)


def main() -> int:
    """Run each in a process of its own; print the table and write it to a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("benchmarks.txt"))
    out: Path = parser.parse_args().out
    rows: list[Row] = []
    for name in BENCHMARKS:
        print(f"running {name} …", file=sys.stderr, flush=True)
        done = subprocess.run(
            [sys.executable, str(FOLDER / name), JSON_FLAG],
            capture_output=True,
            text=True,
            check=False,
            env=child_environment(),
        )
        if done.returncode:
            print(done.stderr, file=sys.stderr)
            return done.returncode
        rows += [Row(**row) for row in json.loads(done.stdout)]
    text = table(rows)
    print(text)
    out.write_text(text + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
