"""Export of 50,000 leads × 60 columns to .xlsx and .csv, against pandas writing the same cells.

Run as a program: `python tests/benchmarks/bench_export.py [--rounds N]`; some two and a half minutes. Every measurement
has a child process of its own. The pandas figures are the calls of `to_excel` (its XlsxWriter engine) and `to_csv` on a
finished DataFrame alone; ours go from the records' bytes to the closed file, brought onto the disk and under its name.
Stalls are by how much a timer of 5 ms came late in the loop that the export runs beside; on a busy machine most of that
is time in which the process did not run at all, hence how much of it was work is told, too.

Memory: for 20,000 rows, what the process grew by at its peak while the export ran, against pandas. Then the whole
process at its peak, 200,000 rows against 20,000, with records made page by page as they are asked for, so that nothing
but the export could grow.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmark_row import JSON_FLAG, Row, report

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.page import Coverage
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.record_detail import FieldValue
from leaddesk.domain.send_history import Send, SendHistory
from leaddesk.exporting.cell_columns import ColumnReader
from leaddesk.exporting.cells import wall_clock
from leaddesk.services.export import ExportFormat, ExportPlan, ExportService

K = Kind
ROWS, FEWER_ROWS, MOST_ROWS = 50_000, 20_000, 200_000
PAGE_ROWS = 1_000
XLSX, CSV = "pandas.DataFrame.to_excel (xlsxwriter)", "pandas.DataFrame.to_csv"
PROPERTIES = {
    "Channel": K.TEXT, "TeamAssigned": K.TEXT, "LeadSourceUID": K.IDENTIFIER, "LeadSource": K.TEXT,
    "DateAdded": K.MOMENT, "FileUID": K.IDENTIFIER, "AccountUID": K.IDENTIFIER, "Account": K.TEXT,
    "LeadSourceSubID": K.TEXT, "IsValid": K.YES_NO, "InvalidReason": K.TEXT, "MaxSell": K.INTEGER, "Price": K.MONEY,
    "Category": K.TEXT, "Lat": K.NUMBER, "Long": K.NUMBER, "Timezone": K.TEXT, "QualityControlledOn": K.MOMENT,
    "InQualityControl": K.YES_NO, "QualityControlledBy": K.TEXT, "QualityControlResponse": K.TEXT,
    "QualityControlResult": K.YES_NO, "CallVerified": K.YES_NO, "ReturnStatus": K.TEXT, "LeadGrade": K.TEXT,
    "Flagged": K.YES_NO, "CallDuration": K.INTEGER, "CallResult": K.TEXT, "IVRNumber": K.PHONE, "RecordID": K.IDENTIFIER,
    "VisitID": K.IDENTIFIER, "SearchEngine": K.TEXT, "Keyword": K.TEXT, "UserAssigned": K.TEXT, "TCPACompliant": K.YES_NO,
}  # fmt: skip
FIELDS = {
    "FirstName": K.TEXT, "LastName": K.TEXT, "StreetAddress": K.TEXT, "City": K.TEXT, "State": K.TEXT,
    "PostalCode": K.POSTAL_CODE, "Country": K.TEXT, "IPAddress": K.TEXT, "EmailAddress": K.EMAIL, "Phone": K.PHONE,
    "LoanAmount": K.MONEY, "Comments": K.LONG_TEXT,
}  # fmt: skip
CONSENT = {
    "RequestDate": K.MOMENT, "IPAddress": K.TEXT, "ReferrerURL": K.URL, "ConsentText": K.LONG_TEXT,
    "RequestID": K.IDENTIFIER, "PhoneNumber": K.PHONE, "IsMobile": K.YES_NO, "ConsentGiven": K.YES_NO,
    "Browser": K.TEXT, "FormURL": K.URL, "TimeOnSite": K.NUMBER,
}  # fmt: skip
COLUMNS = (
    Column("UID", "UID", K.IDENTIFIER, ("UID",)),
    *(Column(f"Properties.{key}", key, kind, ("Properties", key)) for key, kind in PROPERTIES.items()),
    *(Column(f"Fields.{key}", key, kind, ("Fields", key)) for key, kind in FIELDS.items()),
    *(Column(f"TCPAInformation.{key}", key, kind, ("TCPAInformation", key)) for key, kind in CONSENT.items()),
    Column("LastUpdated", "LastUpdated", K.MOMENT, ("LastUpdated",)),
)
CONSENT_TEXT = (
    "By pressing “Send” I agree that Example Lending may call and text me at the number above, also with automated "
    "means, about the loan I asked for. This is no condition of buying anything."
)


def lead(number: int) -> dict[str, Any]:
    """One invented lead in LeadExec's shape; the same number gives the same lead."""
    moment = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=97 * number)).replace(microsecond=957000)
    iso = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    samples: dict[Kind, Any] = {
        K.IDENTIFIER: 4_000_000 + number, K.MOMENT: iso, K.YES_NO: number % 3 > 0, K.INTEGER: number % 600,
        K.MONEY: 5.25 + number % 400, K.NUMBER: 30.123456 + number % 50, K.PHONE: 2_025_550_100 + number % 100,
        K.URL: f"https://www.example.com/form/{number % 40}?a=1&b={number}", K.LONG_TEXT: CONSENT_TEXT,
        K.EMAIL: f"person{number}@example.net", K.POSTAL_CODE: f"{number % 100_000:05d}",
    }  # fmt: skip
    words = ("Ada", "Grüne Straße 7", "Not Assigned", "N/A", "", "Purchase", "West Team", "Bypass QC", "Automation")

    def section(kinds: dict[str, Kind]) -> dict[str, Any]:
        return {
            key: samples.get(kind, words[(number + place) % len(words)])
            for place, (key, kind) in enumerate(kinds.items())
        }

    return {
        "UID": 90_000_000 + number,
        "Properties": section(PROPERTIES),
        "Fields": section(FIELDS),
        "TCPAInformation": section(CONSENT),
        "SendInformation": {"Revenue": 12.5, "SendCount": 1, "Sends": [{"SendUID": number, "Client": "Example Client",
            "DateSent": iso, "Valid": True, "Price": 12.5, "PostData": "a=1&b=2" * 20, "Response": "OK" * 20}]},
        "LastUpdated": iso,
    }  # fmt: skip


def leads(start: int, count: int) -> list[Record]:
    """That many leads as a provider hands them on."""
    return [
        Record("a", "leadexec", RecordKind.LEAD, str(90_000_000 + n), json.dumps(lead(n)).encode(), n)
        for n in range(start, start + count)
    ]


def records(count: int) -> list[Record]:
    """The first leads."""
    return leads(0, count)


def read_sends(record: Record) -> SendHistory:
    """The sends of a lead, every key a row."""
    kinds = {"SendUID": K.IDENTIFIER, "DateSent": K.MOMENT, "Price": K.MONEY, "Valid": K.YES_NO}
    sends = tuple(
        Send(
            "", None, "", "", None, None, "", "", None, None, None, "", None, (), (),
            tuple(FieldValue(key, key, kinds.get(key, K.TEXT), raw) for key, raw in row.items()),
        )
        for row in record.values()["SendInformation"]["Sends"]
    )  # fmt: skip
    return SendHistory(was_sent=True, announced=len(sends), sends=sends)


def plan(
    file_format: ExportFormat = ExportFormat.XLSX, *, with_sends: bool = False, discovering: bool = False
) -> ExportPlan:
    """What is exported."""
    return ExportPlan(
        file_format, "Example", "leadexec", "LeadExec", "Leads", (("Lead type", "1"),), COLUMNS,
        datetime.now(UTC), read_sends=read_sends if with_sends else None,
        discover_columns=(lambda _rows: ()) if discovering else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """One way to write a file. `repeats` is how often it is timed in its process; the middle counts."""

    prepare: Callable[[int, Path], Callable[[], None]]
    file_name: str
    repeats: int = 1


extra: dict[str, float] = {}


def with_leaddesk(*, streamed: bool = False, **planned: Any) -> Callable[[int, Path], Callable[[], None]]:
    """Our export of records that are there already, or are made as they are asked for (`streamed`)."""

    def prepare(count: int, target: Path) -> Callable[[], None]:
        held = records(PAGE_ROWS if streamed else count)
        extra.update(stall_ms=0.0, own_ms=0.0)

        async def pages() -> AsyncIterator[Sequence[Record]]:
            for start in range(0, count, PAGE_ROWS):
                yield [replace(record) for record in held] if streamed else held[start : start + PAGE_ROWS]

        async def run() -> None:
            loop = asyncio.get_running_loop()

            def tick(due: float, worked: float) -> None:
                now, work = time.perf_counter(), time.process_time()
                extra["stall_ms"] = max(extra["stall_ms"], 1000 * (now - due))
                extra["own_ms"] = max(extra["own_ms"], 1000 * (work - worked))
                loop.call_later(0.005, tick, now + 0.005, work)

            tick(time.perf_counter(), time.process_time())
            await ExportService().export(
                plan(**planned),
                pages(),
                target,
                coverage=lambda: Coverage(complete=True, total=count, loaded=count),
                on_progress=lambda _taken: None,
            )

        return lambda: asyncio.run(run())

    return prepare


def data_frame(count: int) -> Any:
    """The same cells as pandas holds them."""
    import pandas as pd  # pyright: ignore[reportMissingImports]

    reader = ColumnReader(COLUMNS)
    columns: list[list[Any]] = [[] for _ in COLUMNS]
    for start in range(0, count, PAGE_ROWS):
        for cells, column in zip(columns, reader.read(leads(start, PAGE_ROWS)), strict=True):
            cells.extend(wall_clock(cell, UTC) if isinstance(cell, datetime) else cell for cell in column.cells)
    return pd.DataFrame({column.key: cells for column, cells in zip(COLUMNS, columns, strict=True)})


def with_pandas_xlsx(count: int, target: Path) -> Callable[[], None]:
    """`to_excel` of the finished DataFrame. It warns of each link beyond 65,530; the time that takes is not counted."""
    warnings.simplefilter("ignore")
    frame = data_frame(count)
    return lambda: frame.to_excel(target, engine="xlsxwriter", index=False)


def with_pandas_csv(count: int, target: Path) -> Callable[[], None]:
    """`to_csv` of the finished DataFrame."""
    frame = data_frame(count)
    return lambda: frame.to_csv(target, index=False)


WAYS = {
    "leaddesk xlsx": Way(with_leaddesk(), "leads.xlsx", 3),
    "leaddesk csv": Way(with_leaddesk(file_format=ExportFormat.CSV_EXACT), "leads.csv", 5),
    "leaddesk sends": Way(with_leaddesk(with_sends=True), "leads.xlsx"),
    "leaddesk two passes": Way(with_leaddesk(discovering=True), "leads.xlsx"),
    "leaddesk streamed xlsx": Way(with_leaddesk(streamed=True), "leads.xlsx"),
    "leaddesk streamed csv": Way(with_leaddesk(streamed=True, file_format=ExportFormat.CSV_EXACT), "leads.csv"),
    "pandas xlsx": Way(with_pandas_xlsx, "leads.xlsx"),
    "pandas csv": Way(with_pandas_csv, "leads.csv", 5),
}


def resident_kb() -> int:
    """Memory this process has now."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


def measure(name: str, count: int) -> dict[str, float]:
    """In a child: prepare, then time the call and watch how much memory it takes on top."""
    way = WAYS[name]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / way.file_name
        work = way.prepare(count, target)
        gc.collect()
        before, peak, done = resident_kb(), [0], threading.Event()

        def watch() -> None:
            while not done.wait(0.02):
                peak[0] = max(peak[0], resident_kb())

        watcher = threading.Thread(target=watch)
        watcher.start()
        seconds: list[float] = []
        worked: list[float] = []
        for _ in range(way.repeats):
            target.unlink(missing_ok=True)  # to be rid of an old file takes as long as it is large
            begun, work_begun = time.perf_counter(), time.process_time()
            work()
            seconds.append(time.perf_counter() - begun)
            worked.append(time.process_time() - work_begun)
        done.set()
        watcher.join()
    grown = max(peak[0] - before, 1) / 1024
    return {
        "seconds": statistics.median(seconds),
        "work": statistics.median(worked),
        "mb": grown,
        "process_mb": before / 1024 + grown,
        **extra,
    }


class Findings:
    """The figures of each way at each number of rows: medians over the rounds."""

    def __init__(self, rounds: int) -> None:
        """Measure everything, one after another."""
        asked = [
            *((name, ROWS) for name in ("leaddesk xlsx", "pandas xlsx", "leaddesk csv", "pandas csv")),
            *((name, FEWER_ROWS) for name in ("leaddesk xlsx", "leaddesk sends", "leaddesk two passes", "pandas xlsx")),
            *((f"leaddesk streamed {kind}", rows) for kind in ("xlsx", "csv") for rows in (FEWER_ROWS, MOST_ROWS)),
        ]
        runs: dict[tuple[str, int], list[dict[str, float]]] = {key: [] for key in asked}
        for _ in range(rounds):
            for name, rows in asked:
                command = [sys.executable, __file__, "--child", name, "--rows", str(rows)]
                runs[name, rows].append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
        self._rounds = rounds
        self._middle = {
            key: {figure: statistics.median(run[figure] for run in found) for figure in found[0]}
            for key, found in runs.items()
        }

    def time(self, ours: str, theirs: str, against: str, rows: int, limit: float, *, below: bool = False) -> Row:
        """How long, as a ratio."""
        mine, other = self._middle[ours, rows], self._middle[theirs, rows]
        spread = (
            f"medians of {self._rounds}: {mine['seconds']:.2f} s against {other['seconds']:.2f} s; "
            f"processor time {mine['work']:.2f} s against {other['work']:.2f} s"
        )
        return Row(f"{_words(ours, rows)}: time", against, mine["seconds"] / other["seconds"], limit, below, "", spread)

    def memory(self, ours: str, theirs: str, against: str, rows: int, limit: float) -> Row:
        """How much more memory, as a ratio."""
        mine, other = self._middle[ours, rows]["mb"], self._middle[theirs, rows]["mb"]
        spread = f"{mine:.0f} MB against {other:.0f} MB"
        return Row(f"{_words(ours, rows)}: peak memory", against, mine / other, limit, True, "", spread)

    def growth(self, ours: str) -> Row:
        """Whether more rows take more memory."""
        most, fewer = self._middle[ours, MOST_ROWS], self._middle[ours, FEWER_ROWS]
        what, against = f"{_words(ours, MOST_ROWS)}: peak memory of the process", f"the same at {FEWER_ROWS:,} rows"
        spread = (
            f"{most['process_mb']:.1f} MB against {fewer['process_mb']:.1f} MB; "
            f"of these the export's own {most['mb']:.1f} and {fewer['mb']:.1f} MB"
        )
        return Row(what, against, most["process_mb"] / fewer["process_mb"], 1.1, spread=spread)

    def stall(self, ours: str, rows: int) -> Row:
        """The longest."""
        found = self._middle[ours, rows]
        spread = f"this process's own work between two ticks at most {found['own_ms']:.0f} ms"
        return Row(
            f"{_words(ours, rows)}: longest stall of the loop", "", found["stall_ms"], 50, unit="ms", spread=spread
        )


def _words(way: str, rows: int) -> str:
    return f"export of {rows:,} leads × {len(COLUMNS)} columns ({way})"


def main() -> None:
    """Measure each way in turn, some rounds of it, and print the ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument("--child", choices=list(WAYS))
    options.add_argument("--rows", type=int, default=ROWS)
    options.add_argument(JSON_FLAG, action="store_true")
    chosen = options.parse_args()
    if chosen.child:
        print(json.dumps(measure(chosen.child, chosen.rows)))
        return
    found = Findings(chosen.rounds)
    rows = [
        found.time("leaddesk xlsx", "pandas xlsx", XLSX, ROWS, 0.25),
        found.time("leaddesk csv", "pandas csv", CSV, ROWS, 0.5),
        found.growth("leaddesk streamed xlsx"),
        found.growth("leaddesk streamed csv"),
        found.stall("leaddesk xlsx", ROWS),
        found.stall("leaddesk csv", ROWS),
        found.stall("leaddesk streamed xlsx", MOST_ROWS),
    ]
    for way in ("leaddesk xlsx", "leaddesk sends", "leaddesk two passes"):
        rows += [
            found.time(way, "pandas xlsx", XLSX, FEWER_ROWS, 0.7, below=True),
            found.memory(way, "pandas xlsx", XLSX, FEWER_ROWS, 0.5),
            found.stall(way, FEWER_ROWS),
        ]
    report(rows)


if __name__ == "__main__":
    main()
