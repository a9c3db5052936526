"""`leaddesk search` with bad input: exit status 2, the words at the right name, and nothing sent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import ALL_TIME, Program, StandIn

TYPE = "LeadTypeUID=1002"
WHOLE = (TYPE, *ALL_TIME)

BAD: dict[str, tuple[list[str], list[str]]] = {
    "end before start": (["leads", TYPE, "StartDate=2026-02-01", "EndDate=2026-01-31"], ["EndDate: the end lies before"]),
    "no lead type": (["leads", *ALL_TIME], ["LeadTypeUID: fill in lead type"]),
    "no dates": (["inbound-pings", TYPE], ["StartDate: fill in start", "EndDate: fill in end"]),
    "a query that is not JSON": (["leads", *WHOLE, "Query={State: OH}"], ["Query: this is not JSON (line 1, column 2)"]),
    "a query that is no object": (["leads", *WHOLE, 'Query=["State"]'], ["Query: this must be a JSON object"]),
    "a query with NaN": (["leads", *WHOLE, 'Query={"Price": NaN}'], ["Query: this is not JSON"]),
    "values of the wrong kind": (
        ["leads", "LeadTypeUID=solar", "StartDate=2026-01-31T08:00", "EndDate=31.01.2026", 'Fields=["A", B]', "SortOrder=2"],
        [
            "LeadTypeUID: write a whole number",
            "StartDate: add the zone",
            "EndDate: write a date like 2026-01-31",
            "Fields: this is not a JSON list",
            "SortOrder: choose one of 0, 1, ASC, DESC",
        ],
    ),
    "a day there is not": (["leads", TYPE, "StartDate=2026-02-30", ALL_TIME[1]], ["StartDate: write a date like"]),
    "page size 0": (["leads", *WHOLE, "--page-size", "0"], ["--page-size: a page has 1 to 1,000 rows, not 0"]),
    "page size 1001": (["leads", *WHOLE, "--page-size", "1001"], ["--page-size: a page has 1 to 1,000 rows, not 1,001"]),
    "limit 0": (["leads", *WHOLE, "--limit", "0"], ["--limit: the least is 1"]),
    "a limit that is no number": (["leads", *WHOLE, "--limit", "ten"], ["--limit: invalid int value"]),
    "all and a limit": (["leads", *WHOLE, "--limit", "5", "--all"], ["--all: not allowed with argument --limit"]),
    "unknown search": (["lead", *WHOLE], ["there are: leads, inbound-pings, outbound-pings"]),
    "unknown field": (["inbound-pings", *WHOLE, "Query={}"], ["Query: there is no such field; there are: EndDate, Lead"]),
    "unknown column": (["leads", *WHOLE, "--columns", "UID,Phone"], ["no such column: Phone; there are: Fields.FirstName, "]),
    "unknown ping column": (["inbound-pings", *WHOLE, "--columns", "Field.X"], ["no such column: Field.X; there are: Id"]),
    "no column": (["leads", *WHOLE, "--columns", ","], ["--columns: name at least one column"]),
    "unknown order": (["leads", *WHOLE, "--sort", "UID:down"], ["--sort: write KEY or KEY:desc"]),
    "unknown sort": (["leads", *WHOLE, "--sort", "Phone2"], ["--sort: cannot sort by “Phone2”; there are: Fields.FirstName, "]),
    "unknown ping sort": (["outbound-pings", *WHOLE, "--sort", "Id"], ["--sort: cannot sort by “Id”; there are: SentOn"]),
    "sort twice": (["leads", *WHOLE, "--sort", "UID", "SortOrder=1"], ["--sort: give --sort or SortOrder, not both"]),
    "what is no field, or not to be read": (
        ["leads", TYPE, TYPE, "--limits", "5", "Query=@nowhere.json", "Fields=@.", "SortFields=@-", "SortOrder=@/dev/null"],
        [
            "LeadTypeUID: is given twice",
            "--limits: write fields as KEY=VALUE",
            "5: write fields as KEY=VALUE",
            "Query: the file cannot be read: No such file",
            "Fields: the file cannot be read: Is a directory",
            "SortFields: nothing stands there; leave the field out",
            "SortOrder: nothing stands there; leave the field out",
        ],
    ),
    "standard input twice": (["leads", *WHOLE, "Query=@-", "Fields=@-"], ["standard input can be read for one field only"]),
    "another kind of file": (["leads", *WHOLE, "--to", "leads.xls"], ["--to: the file's name must end in .xlsx, .csv or"]),
    "a target without ending": (["leads", *WHOLE, "--to", ""], ["--to: the file's name must end in .xlsx, .csv or"]),
    "a target that is a folder": (["leads", *WHOLE, "--to", "taken.csv"], ["--to: “taken.csv” is a folder."]),
    "a target in no folder": (["leads", *WHOLE, "--to", "nowhere/leads.csv"], ["--to: The folder “nowhere” is not there."]),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_named_and_nothing_is_sent(signed_in: Program, stand_in: StandIn, case: str) -> None:
    arguments, words = BAD[case]
    (signed_in.folder / "taken.csv").mkdir(exist_ok=True)
    ended = signed_in.search(arguments[0], *arguments[1:])
    ended.assert_nothing_came(2)
    for text in words:
        assert text in ended.err
    assert stand_in.call_count == 0


def test_every_wrong_field_is_named_at_once(signed_in: Program, stand_in: StandIn) -> None:
    ended = signed_in.search("leads", "StartDate=x", "EndDate=y", "Query=z", "Stat=OH", "--page-size", "5000")
    ended.assert_nothing_came(2)
    named = [line.split(": ")[1] for line in ended.err.splitlines()]
    assert named == ["Stat", "LeadTypeUID", "StartDate", "EndDate", "Query", "--page-size"]
    assert stand_in.call_count == 0


def test_an_unknown_account_is_named_with_those_there_are(
    signed_in: Program, program: Program, stand_in: StandIn
) -> None:
    ended = signed_in.run("search", "West", "leads", *WHOLE)
    ended.assert_nothing_came(2)
    assert "account: there is no account “West”; there are: East" in ended.err
    first = program.run("search", "West", "leads", *WHOLE)
    first.assert_nothing_came(2)
    assert "there is none yet; add one first" in first.err
    assert stand_in.call_count == 0


@pytest.mark.parametrize("pair", [b'Query={"City": "K\xf6ln"}', b"SortFields=\xff"])
def test_what_is_no_text_is_not_sent(signed_in: Program, stand_in: StandIn, pair: bytes) -> None:
    ended = signed_in.search("leads", *WHOLE, os.fsdecode(pair))
    ended.assert_nothing_came(2)
    assert ended.err.startswith(f"leaddesk: {pair.decode('latin-1').partition('=')[0]}: ")
    assert stand_in.call_count == 0


def test_a_file_that_cannot_be_written_is_refused_before_anything_is_sent(
    signed_in: Program, stand_in: StandIn, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for target, words in (
        (tmp_path / "pipe.csv", "is not an ordinary file"),
        (tmp_path / ("x" * 300 + ".csv"), "too long"),
    ):
        ended = signed_in.search("leads", *WHOLE, "--to", target)
        ended.assert_nothing_came(2)
        assert words in ended.err
    assert stand_in.call_count == 0
