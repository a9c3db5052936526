"""`leaddesk search` where all goes well: what is sent, what comes out, in every kind of file."""

from __future__ import annotations

import csv
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from leaddesk.demo.leadexec import INBOUND_PATH, LEADS_PATH, OUTBOUND_PATH
from tests.cli.conftest import ALL_SOLAR, ALL_TIME, MORTGAGE, SOLAR, Program, StandIn

PATHS = {"leads": LEADS_PATH, "inbound-pings": INBOUND_PATH, "outbound-pings": OUTBOUND_PATH}
LINE_KEYS = ["account", "provider", "kind", "id", "values", "raw"]


def sheet_of(path: Path, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()


def assert_is_what_the_server_has(lines: list[dict[str, Any]], rows: list[dict[str, Any]], kind: str) -> None:
    id_key = "UID" if kind == "lead" else "Id"
    assert [line["raw"] for line in lines] == rows
    for line, row in zip(lines, rows, strict=True):
        assert list(line) == LINE_KEYS
        assert (line["account"], line["provider"], line["kind"]) == ("East", "leadexec", kind)
        assert line["id"] == str(row[id_key])


@pytest.mark.parametrize("search", PATHS)
def test_a_whole_result_comes_out_as_json_lines(signed_in: Program, stand_in: StandIn, search: str) -> None:
    rows = stand_in.rows(PATHS[search])
    printed = signed_in.search(search, *ALL_SOLAR, "--all", "--page-size", "300")
    assert printed.status == 0, printed.err
    assert_is_what_the_server_has(printed.lines, rows, "lead" if search == "leads" else "ping")
    assert printed.coverage == {
        "complete": True,
        "total": len(rows),
        "loaded": len(rows),
        "duplicates": 0,
        "skipped": 0,
        "changed_while_loading": False,
        "notes": [],
    }
    assert len(printed.err.splitlines()) == 1, "no terminal, no progress"


@pytest.mark.parametrize("search", PATHS)
def test_a_whole_result_goes_into_every_kind_of_file(
    signed_in: Program, stand_in: StandIn, tmp_path: Path, search: str
) -> None:
    rows = stand_in.rows(PATHS[search])
    ended = {
        suffix: signed_in.search(search, *ALL_SOLAR, "--all", "--page-size", "1000", "--to", tmp_path / f"all.{suffix}")
        for suffix in ("jsonl", "csv", "xlsx")
    }
    noun = "leads" if search == "leads" else "pings"
    for suffix, end in ended.items():
        assert (end.status, end.out, end.coverage["complete"]) == (0, b"", True), end.err
        assert f"wrote {len(rows):,} {noun} to {tmp_path / f'all.{suffix}'}\n" in end.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.csv", "all.jsonl", "all.xlsx"]

    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_bytes().splitlines()]
    assert_is_what_the_server_has(lines, rows, noun[:-1])
    id_key = "UID" if search == "leads" else "Id"
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert [line[id_key] for line in table] == [str(row[id_key]) for row in rows]
    sheet = sheet_of(tmp_path / "all.xlsx", noun.capitalize())
    assert len(sheet) == len(rows) + 1
    id_place = sheet[0].index("Lead id" if search == "leads" else "Ping id")
    assert [line[id_place] for line in sheet[1:]] == [str(row[id_key]) for row in rows], "ids are text"
    about = dict(line[:2] for line in sheet_of(tmp_path / "all.xlsx", "About"))
    assert about["Complete"] == "yes"
    assert about[f"{noun.capitalize()} in this file"] == f"{len(rows):,} of {len(rows):,}"
    assert (about["Account"], about["Asked: Lead type"]) == ("East", str(SOLAR))


def test_columns_are_kept_in_their_order_with_the_right_kinds(
    signed_in: Program, stand_in: StandIn, tmp_path: Path
) -> None:
    keys = ["Fields.RoofAge", "UID", "Fields.Phone", "Properties.DateAdded", "Fields.Estimated value ($)"]
    rows = stand_in.rows(Take=40)[:40]
    arguments = ("--columns", json.dumps(keys), "--limit", "40")
    printed = signed_in.search("leads", *ALL_SOLAR, *arguments)
    assert printed.status == 0, printed.err
    for line, row in zip(printed.lines, rows, strict=True):
        fields = row.get("Fields", {})
        assert list(line["values"]) == [key for key in keys if key[:7] != "Fields." or key[7:] in fields]
        assert line["raw"] == row
    whole = [
        (line["values"], row["Fields"]) for line, row in zip(printed.lines, rows, strict=True) if row.get("Fields")
    ]
    assert any(isinstance(values["Fields.RoofAge"], int) for values, _ in whole), "undeclared columns keep their kind"
    for values, fields in whole:
        assert values["UID"].isdigit()
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z", values["Properties.DateAdded"])
        sent = fields["Phone"]
        assert values["Fields.Phone"] == (None if sent is None else str(sent).removesuffix(".0"))

    to_file = {suffix: tmp_path / f"some.{suffix}" for suffix in ("csv", "xlsx", "jsonl")}
    for path in to_file.values():
        assert signed_in.search("leads", *ALL_SOLAR, *arguments, "--to", path).status == 0
    assert to_file["jsonl"].read_bytes() == printed.out
    with to_file["csv"].open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == keys
    heading, *cells = sheet_of(to_file["xlsx"], "Leads")
    assert len(heading) == len(keys)
    assert [line[1] for line in cells] == [str(row["UID"]) for row in rows]
    assert any(isinstance(line[0], float) for line in cells), "numbers are numbers"
    assert all(isinstance(line[2], str) for line in cells), "phones are text"
    assert all(isinstance(line[3], datetime) for line in cells), "dates are dates"


def test_the_fields_of_pings_can_be_asked_for_by_name(signed_in: Program, stand_in: StandIn) -> None:
    ended = signed_in.search("inbound-pings", *ALL_SOLAR, "--columns", "Id,Fields.State")
    assert ended.status == 0, ended.err
    sent = [{"Id": line["id"], "Fields.State": (line["raw"]["Fields"] or {}).get("State")} for line in ended.lines]
    assert any(row["Fields.State"] for row in sent)
    assert [{"Fields.State": None, **line["values"]} for line in ended.lines] == sent


def test_numbers_come_out_digit_for_digit(signed_in: Program, stand_in: StandIn, tmp_path: Path) -> None:
    lead = (
        '{"UID": 12345678901234567890, "Fields": {"Rate":1.10, "Big":1E400,\n "Name":"Zo\\u00eb \\ud83d\\ude00 “x”"}}'
    )
    stand_in.instead.after, stand_in.instead.body = 0, f'{{"QueryTotal":1,"Leads":[{lead}]}}'.encode()
    printed = signed_in.search("leads", *ALL_SOLAR)
    assert (printed.status, printed.coverage["complete"]) == (0, True), printed.err
    (line,) = printed.text.splitlines()
    raw = line.partition('"raw":')[2].removesuffix("}")
    assert raw.replace(" ", "") == lead.replace("\n", "").replace(" ", "")
    decoded = json.loads(line, parse_int=str, parse_float=str)
    assert decoded["raw"] == json.loads(lead, parse_int=str, parse_float=str)
    assert decoded["id"] == "12345678901234567890"
    assert signed_in.search("leads", *ALL_SOLAR, "--to", tmp_path / "one.jsonl").status == 0
    assert (tmp_path / "one.jsonl").read_text() == f"{line}\n"


def test_the_limit_ends_a_search_without_blame(signed_in: Program, stand_in: StandIn, tmp_path: Path) -> None:
    usual = signed_in.search("inbound-pings", *ALL_SOLAR)
    assert (usual.status, len(usual.lines)) == (0, 100)
    limited = signed_in.search("leads", *ALL_SOLAR, "--limit", "250", "--page-size", "100", "--to", tmp_path / "a.xlsx")
    assert limited.status == 0, limited.err
    assert limited.coverage["complete"] is False
    assert (limited.coverage["loaded"], limited.coverage["total"]) == (250, 721)
    assert limited.coverage["notes"][:1] == ["Stopped at the limit of 250; there are more."]
    assert [(body["Skip"], body["Take"]) for body in stand_in.log.bodies(LEADS_PATH)] == [
        (0, 100),
        (100, 100),
        (200, 50),
    ]
    about = sheet_of(tmp_path / "a.xlsx", "About")
    assert ["Leads in this file", "250 of 721"] in [line[:2] for line in about]
    assert ["Note", "Stopped at the limit of 250; there are more."] in [line[:2] for line in about]
    exact = signed_in.search("leads", *ALL_SOLAR, "--limit", "721", "--page-size", "721")
    assert (exact.status, exact.coverage["complete"], exact.coverage["notes"]) == (0, True, [])


def test_what_is_asked_is_sent_in_the_vendors_form(signed_in: Program, stand_in: StandIn, tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("LastName\n\nFirst, Name\n", encoding="utf-8-sig")
    (tmp_path / "query.json").write_text('{"State": "OH",\n "RoofAge": {"$gte": 5}}\n')

    def sent(search: str, *arguments: str, stdin: bytes = b"") -> dict[str, Any]:
        ended = signed_in.search(search, "--limit", "1", f"LeadTypeUID={SOLAR}", *arguments, stdin=stdin)
        assert ended.status == 0, ended.err
        return stand_in.log.bodies(PATHS[search])[-1]

    assert sent("leads", "StartDate=2020-01-31", "EndDate=2035-01-31T08:00:00-05:00", "SortFields=LastName,City") == {
        "StartDate": "2020-01-31T00:00:00Z",
        "EndDate": "2035-01-31T13:00:00Z",
        "SortFields": ["LastName", "City"],
        "Skip": 0,
        "Take": 1,
    }
    dates = ("StartDate=2020-01-31T08:00:00Z", "EndDate=2035-01-01")
    body = sent("leads", *dates, 'Fields=["A,B", "City"]', "--sort", "Fields.LastName:desc")
    assert (body["StartDate"], body["Fields"]) == ("2020-01-31T08:00:00Z", ["A,B", "City"])
    assert (body["SortFields"], body["SortOrder"]) == (["LastName"], 1)
    assert sent("leads", *dates, f"SortFields=@{tmp_path / 'names.txt'}")["SortFields"] == ["LastName", "First, Name"]
    assert sent("leads", *dates, "SortFields=@-", stdin=b"City\r\nState\r\n")["SortFields"] == ["City", "State"]
    query = {"State": "OH", "RoofAge": {"$gte": 5}}
    assert sent("leads", *dates, f"Query=@{tmp_path / 'query.json'}")["Query"] == query
    assert sent("leads", *dates, "Query=@-", stdin=json.dumps(query).encode())["Query"] == query
    assert sent("inbound-pings", *dates, "--sort", "CreatedOn:desc")["SortOrder"] == "DESC"
    assert sent("outbound-pings", *dates, "--sort", "SentOn")["SortOrder"] == "ASC"
    assert sent("inbound-pings", *dates, "SortOrder=desc")["SortOrder"] == "DESC"


def test_options_and_fields_may_stand_in_any_order(signed_in: Program, stand_in: StandIn) -> None:
    dates = ALL_TIME
    first = signed_in.run("search", "--limit=3", "East", "leads", f"LeadTypeUID={SOLAR}", *dates)
    mixed = signed_in.run(
        "search", "East", "--limit=3", "leads", dates[0], "--columns", "UID", f"LeadTypeUID={SOLAR}", dates[1]
    )
    last = signed_in.run(
        "search", "east", "leads", "--columns", "UID", "--limit", "3", "--", f"LeadTypeUID={SOLAR}", *dates
    )
    assert [first.status, mixed.status, last.status] == [0, 0, 0], (first.err, mixed.err, last.err)
    assert mixed.out == last.out
    assert [line["id"] for line in first.lines] == [line["id"] for line in last.lines]


def test_a_sorted_and_filtered_result_is_what_the_server_gives(signed_in: Program, stand_in: StandIn) -> None:
    query = {"State": "OH", "RoofAge": {"$gte": 5, "$lte": 30}}
    rows = stand_in.rows(Query=query, SortFields=["LastName"], SortOrder=1)
    assert rows
    arguments = (f"Query={json.dumps(query)}", "--sort", "Fields.LastName:desc", "--all")
    ended = signed_in.search("leads", *ALL_SOLAR, *arguments)
    assert (ended.status, ended.coverage["notes"]) == (0, []), ended.err
    assert [line["raw"] for line in ended.lines] == rows


@pytest.mark.parametrize(
    ("fault", "arguments", "note"),
    [
        ("query_ignored", ['Query={"State": "OH"}'], "seems to have ignored the condition on State"),
        ("query_ignored", ['Query={"Stte": "OH"}'], "no record that came has a value of this name"),
        ("sort_ignored", ["--sort", "Fields.LastName"], "did not sort by LastName"),
        ("", ["--sort", "Fields.LsatName"], "No record that came has a value named LsatName"),
        ("", ["--columns", "UID,Fields.RofAge"], "No lead had a column “Fields.RofAge”."),
    ],
)
def test_what_the_provider_seems_to_have_ignored_is_noted(
    signed_in: Program, stand_in: StandIn, fault: str, arguments: list[str], note: str
) -> None:
    if fault:
        setattr(stand_in.faults, fault, True)
    ended = signed_in.search("leads", *ALL_SOLAR, *arguments, "--limit", "100")
    assert (ended.status, len(ended.lines)) == (0, 100), ended.err
    assert any(note in text for text in ended.coverage["notes"]), ended.coverage["notes"]


def test_an_empty_result_is_complete(signed_in: Program, stand_in: StandIn, tmp_path: Path) -> None:
    nothing = (f"LeadTypeUID={MORTGAGE}", "StartDate=2001-01-01", "EndDate=2001-01-02")
    ended = signed_in.search("leads", *nothing, "--columns", "UID,Fields.Whatever")
    assert (ended.status, ended.out) == (0, b"")
    coverage = ended.coverage
    assert (coverage["complete"], coverage["total"], coverage["loaded"], coverage["notes"]) == (True, 0, 0, [])
    assert signed_in.search("leads", *nothing, "--to", tmp_path / "none.csv", "--columns", "UID").status == 0
    assert (tmp_path / "none.csv").read_bytes() == b"UID\r\n"


def test_an_old_file_is_replaced_only_by_a_whole_new_one(signed_in: Program, stand_in: StandIn, tmp_path: Path) -> None:
    target = tmp_path / "leads.CSV"
    target.write_text("old")
    stand_in.faults.data_status = 403
    assert signed_in.search("leads", *ALL_SOLAR, "--to", target).status == 4
    assert target.read_text() == "old"
    stand_in.faults.data_status = None
    assert signed_in.search("leads", *ALL_SOLAR, "--limit", "1", "--columns", "UID", "--to", target).status == 0
    assert target.read_text().splitlines()[0] == "UID"
    assert list(tmp_path.iterdir()) == [target]
