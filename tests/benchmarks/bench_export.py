"""Export of 20,000 leads × 60 columns to .xlsx, against pandas writing the same cells with the same engine.

Run as a program: `python tests/benchmarks/bench_export.py [--rows N] [--rounds N]`. Every measurement has a child
process of its own. The pandas figure is the call of `to_excel` on a finished DataFrame alone; ours goes from
the records' bytes to the closed file. Memory is what the process grew by at its peak during that call.
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
from collections.abc import AsyncIterator, Callable, Sequence
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
from leaddesk.services.export import ExportFormat, ExportPlan, ExportService

K = Kind
TIME_LIMIT, MEMORY_LIMIT = 0.7, 0.5
AGAINST = "pandas.DataFrame.to_excel (xlsxwriter)"
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


def records(count: int) -> list[Record]:
    """That many leads as a provider hands them on."""
    return [
        Record("a", "leadexec", RecordKind.LEAD, str(90_000_000 + n), json.dumps(lead(n)).encode(), n)
        for n in range(count)
    ]


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


def plan(*, with_sends: bool, discovering: bool) -> ExportPlan:
    """What is exported."""
    return ExportPlan(
        ExportFormat.XLSX, "Example", "leadexec", "LeadExec", "Leads", (("Lead type", "1"),), COLUMNS,
        datetime.now(UTC), read_sends=read_sends if with_sends else None,
        discover_columns=(lambda _rows: ()) if discovering else None,
    )  # fmt: skip


def export_with_leaddesk(count: int, target: Path, *, with_sends: bool = False, discovering: bool = False) -> Any:
    """Prepare; gives the call to be measured."""
    rows = records(count)

    async def pages() -> AsyncIterator[Sequence[Record]]:
        for start in range(0, count, 1000):
            yield rows[start : start + 1000]

    async def run() -> None:
        ticks: list[float] = []
        watch = asyncio.get_running_loop()

        def tick(due: float) -> None:
            ticks.append(time.perf_counter() - due)
            watch.call_later(0.005, tick, time.perf_counter() + 0.005)

        watch.call_later(0.005, tick, time.perf_counter() + 0.005)
        await ExportService().export(
            plan(with_sends=with_sends, discovering=discovering),
            pages(),
            target,
            coverage=lambda: Coverage(complete=True, total=count, loaded=count),
            on_progress=lambda _taken: None,
        )
        extra["stall_ms"] = max(ticks) * 1000

    return lambda: asyncio.run(run())


def export_with_pandas(count: int, target: Path) -> Any:
    """Build the DataFrame of the same cells; gives the call to be measured."""
    import pandas as pd  # pyright: ignore[reportMissingImports]

    from leaddesk.exporting.cells import RowReader, wall_clock

    reader = RowReader(COLUMNS)
    cells = [
        [wall_clock(cell, UTC) if isinstance(cell, datetime) else cell for cell in reader.read(record.values())]
        for record in records(count)
    ]
    frame = pd.DataFrame(cells, columns=[column.key for column in COLUMNS])
    cells.clear()
    return lambda: frame.to_excel(target, engine="xlsxwriter", index=False)


WAYS: dict[str, Callable[[int, Path], Any]] = {
    "leaddesk": export_with_leaddesk,
    "leaddesk-sends": lambda count, target: export_with_leaddesk(count, target, with_sends=True),
    "leaddesk-two-passes": lambda count, target: export_with_leaddesk(count, target, discovering=True),
    "pandas": export_with_pandas,
}
extra: dict[str, float] = {}


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")


def resident_kb() -> int:
    """Memory this process has now."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


def measure(way: str, count: int) -> dict[str, float]:
    """In a child: prepare, then time the call and watch how much memory it takes on top."""
    with tempfile.TemporaryDirectory() as folder:
        work = WAYS[way](count, Path(folder) / "leads.xlsx")
        gc.collect()
        before, peak, done = resident_kb(), [0], threading.Event()

        def watch() -> None:
            while not done.wait(0.02):
                peak[0] = max(peak[0], resident_kb())

        watcher = threading.Thread(target=watch)
        watcher.start()
        begun = time.perf_counter()
        work()
        seconds = time.perf_counter() - begun
        done.set()
        watcher.join()
        return {"seconds": seconds, "mb": max(peak[0] - before, 1) / 1024, **extra}


def main() -> None:
    """Measure each way in turn, some rounds of it, and print the ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--child", choices=list(WAYS))
    options.add_argument(JSON_FLAG, action="store_true")
    chosen = options.parse_args()
    if chosen.child:
        say(json.dumps(measure(chosen.child, chosen.rows)))
        return
    found: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for _ in range(chosen.rounds):
        for way in WAYS:
            command = [sys.executable, __file__, "--child", way, "--rows", str(chosen.rows)]
            found[way].append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
    middle = {way: {key: statistics.median(run[key] for run in runs) for key in runs[0]} for way, runs in found.items()}
    what = f"export of {chosen.rows:,} leads × {len(COLUMNS)} columns to .xlsx"
    base = middle["pandas"]
    rows: list[Row] = []
    for way in WAYS:
        if way == "pandas":
            continue
        named = f"{what} ({way})"
        spread = f"medians of {chosen.rounds}: {middle[way]['seconds']:.1f} s against {base['seconds']:.1f} s"
        rows += [
            Row(f"{named}: time", AGAINST, middle[way]["seconds"] / base["seconds"], TIME_LIMIT, True, "", spread),
            Row(f"{named}: peak memory", AGAINST, middle[way]["mb"] / base["mb"], MEMORY_LIMIT, True, "", ""),
            Row(f"{named}: longest stall of the loop", "", middle[way]["stall_ms"], 50, False, "ms", ""),
        ]
    report(rows)


if __name__ == "__main__":
    main()
