"""Every search of every provider from the command line: real processes, real sockets, a real keyring."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from leaddesk.demo.lofty import DEMO_TOKENS
from leaddesk.demo.lofty_team import STAGES
from tests.cli.conftest import Ended, Program
from tests.providers.conformance import VENDORS
from tests.providers.conformance_rig import KEYS, MAIN_SEARCHES, SEARCHES, StandIn, StandIns
from tests.providers.contract import ACCOUNT_FIELDS, SEARCH_FIELDS, SECRETS

OTHER_SEARCHES = [pair for pair in SEARCHES if pair not in MAIN_SEARCHES]
LINE_KEYS = ["account", "provider", "kind", "id", "values", "raw"]
TYPICAL = {
    ("leadexec", "leads"): ["LeadTypeUID=1001", "StartDate=2020-01-01", "EndDate=2040-01-01T00:00:00Z"],
    ("leadexec", "inbound-pings"): ["LeadTypeUID=1002", "StartDate=2020-01-01", "EndDate=2040-01-01", "SortOrder=DESC"],
    ("leadexec", "outbound-pings"): ["LeadTypeUID=1003", "StartDate=2020-01-01", "EndDate=2040-01-01", "SortOrder=ASC"],
    ("leadsquared", "not-contacted"): [
        'lead_filters=[{"LookUpName": "ProspectStage", "SqlOperator": "def"}]',
        "DateField=LeadCreatedOn,LeadModifiedOn",
        "FromDate=2020-01-01,2020-01-01",
        "ToDate=2040-01-01,2040-01-01",
    ],
    ("leadsquared", "leads-by-id"): ["LeadIds={ids}", "Include_CSV=FirstName,LastName,Phone"],
    ("leadsquared", "quick-search"): ["key=Jesse"],
    ("sharpspring", "leads"): ["where={}"],
    ("sharpspring", "leads-by-date"): ["startDate=2020-01-01", "endDate=2040-01-01", "timestamp=update"],
    ("sharpspring", "lead"): ["id={id}"],
    ("sharpspring", "events"): ["leadID={id}", "createTimestamp=2020-01-01"],
    ("sharpspring", "timeline"): ["whoID={id}"],
    ("sharpspring", "list-memberships"): ["memberIDs={ids}"],
    ("sharpspring", "fields"): [],
    ("lofty", "leads"): ["sort=CreateTime", "desc=true", "contacted=true"],
}
"""Fields as somebody would fill them in; `{id}` is a lead's id, `{ids}` some of them."""


@pytest.fixture(scope="module")
def vendors() -> Iterator[StandIns]:
    running = StandIns()
    yield running
    running.close()


def stand_in_of(vendors: StandIns, key: str) -> StandIn:
    """The stand-in that the accounts of `desk` are at, with nothing asked yet."""
    stand_in = vendors.get(key, VENDORS[key].few)
    stand_in.reset()
    return stand_in


def add_account(program: Program, name: str, stand_in: StandIn, **changed: str) -> Ended:
    """`account add`, with the stand-in's address and its right secrets unless changed."""
    servers = dict.fromkeys(stand_in.facts.server_keys, stand_in.url)
    secrets = {key: secret.reveal() for key, secret in stand_in.facts.secrets.items()}
    settings = {**stand_in.facts.settings, **servers, **changed}
    pairs = [part for key, value in settings.items() for part in ("--set", f"{key}={value}")]
    options = ("--provider", stand_in.key, *pairs, "--secrets-from", "-")
    return program.run("account", "add", name, *options, stdin=json.dumps(secrets).encode())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, environment: Mapping[str, str], vendors: StandIns) -> Program:
    """A program with one account of each provider, named like it."""
    program = Program(tmp_path_factory.mktemp("desk"), environment)
    for key in KEYS:
        ended = add_account(program, key, stand_in_of(vendors, key))
        assert ended.status == 0, ended.err
    return program


def typical(stand_in: StandIn, search: str) -> list[str]:
    known = {"{id}": stand_in.lead_ids[0] if stand_in.lead_ids else "", "{ids}": ",".join(stand_in.lead_ids[:40])}
    pairs = list(TYPICAL[stand_in.key, search])
    for mark, text in known.items():
        pairs = [pair.replace(mark, text) for pair in pairs]
    return pairs


def sent_rows(stand_in: StandIn) -> list[Any]:
    """Every object that stood in a list of an answer of the stand-in."""
    rows: list[Any] = []
    values = [json.loads(answer) for answer in stand_in.instead.answers]
    while values:
        value = values.pop()
        inner = list(value.values()) if isinstance(value, dict) else value
        if isinstance(value, list):
            rows += [item for item in value if isinstance(item, dict)]
        values += [item for item in inner if isinstance(item, dict | list)]
    return rows


def assert_lines(lines: list[dict[str, Any]], stand_in: StandIn, search: str) -> None:
    """Each line is a record of this account, with the server's own object."""
    spec = stand_in.spec(search)
    sent = [json.dumps(row, sort_keys=True) for row in sent_rows(stand_in)]
    for line in lines:
        assert list(line) == LINE_KEYS
        assert (line["account"], line["provider"], line["kind"]) == (stand_in.key, stand_in.key, spec.record_kind.value)
        assert isinstance(line["id"], str)
        assert line["values"]
        if search not in stand_in.facts.made_here:
            assert json.dumps(line["raw"], sort_keys=True) in sent
    ids = [line["id"] for line in lines if line["id"]]
    assert len(set(ids)) == len(ids)


def test_the_listing_has_all_providers_with_the_fields_of_the_contract(program: Program) -> None:
    ended = program.run("providers", "--json")
    assert (ended.status, ended.err) == (0, "")
    listing = {item["key"]: item for item in json.loads(ended.out)}
    assert listing.keys() == SEARCH_FIELDS.keys()
    for key, item in listing.items():
        fields = {field["key"]: field for field in item["account_fields"]}
        assert fields.keys() == ACCOUNT_FIELDS[key].keys()
        assert {name for name, field in fields.items() if field["secret"]} == SECRETS[key]
        for name, default in ACCOUNT_FIELDS[key].items():
            assert default in (None, fields[name]["default"])
        searches = {
            spec["key"]: {f"{field['key']}{'*' if field['required'] else ''}" for field in spec["fields"]}
            for spec in item["searches"]
        }
        assert searches == {search: set(words.split()) for search, words in SEARCH_FIELDS[key].items()}


def test_every_search_of_the_catalog_is_tried_here() -> None:
    assert TYPICAL.keys() >= set(SEARCHES)


@pytest.mark.parametrize("key", KEYS)
def test_an_account_is_added_listed_and_tested(desk: Program, vendors: StandIns, key: str) -> None:
    stand_in = stand_in_of(vendors, key)
    tested = desk.run("account", "test", key)
    assert (tested.status, tested.err) == (0, "")
    assert [line[:7] for line in tested.text.splitlines()] == ["ok     "] * len(tested.text.splitlines())
    assert stand_in.host in tested.text
    assert set(stand_in.instead.asked) <= stand_in.facts.reads
    (settings,) = [path for path in desk.profile.rglob("*") if path.is_file() and b'"settings"' in path.read_bytes()]
    text = settings.read_text()
    assert stand_in.url in text
    assert not any(secret.reveal() in text for secret in stand_in.facts.secrets.values())


@pytest.mark.parametrize(("key", "search"), OTHER_SEARCHES)
def test_a_search_comes_out_as_json_lines(desk: Program, vendors: StandIns, key: str, search: str) -> None:
    stand_in = stand_in_of(vendors, key)
    size = min(200, stand_in.spec(search).page_sizes[1])
    ended = desk.run("search", key, search, *typical(stand_in, search), "--all", "--page-size", str(size))
    assert ended.status == 0, ended.err
    assert ended.lines
    assert_lines(ended.lines, stand_in, search)
    coverage = ended.coverage
    assert (coverage["complete"], coverage["loaded"], coverage["skipped"]) == (True, len(ended.lines), 0)
    assert coverage["total"] in (None, len(ended.lines))
    assert set(stand_in.instead.asked) <= stand_in.facts.reads


def sheet_of(path: Path) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name("Leads").to_python()


@pytest.mark.parametrize(("key", "search"), MAIN_SEARCHES)
def test_a_whole_result_goes_into_every_kind_of_file(
    desk: Program, vendors: StandIns, tmp_path: Path, key: str, search: str
) -> None:
    stand_in = stand_in_of(vendors, key)
    asked = ("search", key, search, *typical(stand_in, search), "--all", "--page-size", "40")
    ended = {suffix: desk.run(*asked, "--to", tmp_path / f"all.{suffix}") for suffix in ("jsonl", "csv", "xlsx")}
    for end in ended.values():
        assert (end.status, end.out, end.coverage["complete"]) == (0, b"", True), end.err
    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_bytes().splitlines()]
    assert len(lines) > 40, "more than a page"
    assert {end.coverage["loaded"] for end in ended.values()} == {len(lines)}
    assert_lines(lines, stand_in, search)
    ids = [line["id"] for line in lines]
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    phones = next(
        column.key for column in stand_in.spec(search).columns if column.shown and column.kind.value == "phone"
    )
    assert ids in [[row[name] for row in table] for name in table[0]], "a column holds the ids, as text"
    sent = [str(line["values"].get(phones) or "") for line in lines]
    if not any(text.startswith("[") for text in sent):
        assert [row[phones] for row in table] == sent
    sheet = sheet_of(tmp_path / "all.xlsx")
    assert len(sheet) == len(lines) + 1
    columns = [[str(row[place]) for row in sheet[1:]] for place in range(len(sheet[0]))]
    assert ids in columns
    place = columns.index(ids)
    assert all(isinstance(row[place], str) for row in sheet[1:]), "ids are text"


def test_figures_of_leads_not_contacted_come_as_groups(desk: Program, vendors: StandIns) -> None:
    stand_in = stand_in_of(vendors, "leadsquared")
    fields = ("Type=Aggregate", "GroupBy=ProspectStage", "AggregateFunction=Average", "AggregateField=Score")
    ended = desk.run("search", "leadsquared", "not-contacted", *fields)
    assert ended.status == 0, ended.err
    assert {line["kind"] for line in ended.lines} == {"group"}
    assert all("ProspectStage" in line["raw"] for line in ended.lines)
    answered = desk.run("search", "leadsquared", "not-contacted", "ResponseFormat=csv", "IncludeCSV=FirstName")
    assert answered.status == 0, answered.err
    assert all(set(line["raw"]) == {"ProspectID", "FirstName"} for line in answered.lines)
    assert stand_in.instead.asked.count("POST /Leads/NotContacted") >= 2


@pytest.mark.parametrize(
    ("key", "search", "name"),
    [("leadsquared", "leads-by-id", "LeadIds"), ("sharpspring", "list-memberships", "memberIDs")],
)
@pytest.mark.parametrize("way", ["file", "standard input"])
def test_a_list_of_ids_is_cleaned_and_what_was_left_out_is_said(
    desk: Program, vendors: StandIns, tmp_path: Path, key: str, search: str, name: str, way: str
) -> None:
    stand_in = stand_in_of(vendors, key)
    ids = stand_in.lead_ids[:5]
    nobody = ids[0][:-6] + ("f" * 6 if "-" in ids[0] else "999999")
    first = f'\ufeffId\r\n\r\n "{ids[0]}" ;{ids[1]}\r\n\r\n{ids[0].upper()}'
    text = f"{first}\n{','.join(ids[1:])}\nn/a\n{nobody}\n"
    (tmp_path / "ids.txt").write_text(text, encoding="utf-8", newline="")
    value = f"{name}=@{tmp_path / 'ids.txt'}" if way == "file" else f"{name}=@-"
    ended = desk.run("search", key, search, value, stdin=b"" if way == "file" else text.encode())
    assert ended.status == 0, ended.err
    assert {line["id"] for line in ended.lines} <= set(ids)
    assert len(ended.lines) >= 3
    notes = ended.coverage["notes"]
    assert "Of the ids given, 2 repeated and 2 no ids (such as “Id”) were left out." in notes
    assert any(nobody in note for note in notes), "ids that were not found are named"
    body = json.dumps([call.body for call in stand_in.log.calls])
    assert all(body.count(one) == 1 for one in ids)


@pytest.mark.parametrize(
    ("key", "search", "name", "form"),
    [
        ("leadsquared", "leads-by-id", "LeadIds", "{:08x}-0000-0000-0000-000000000000"),
        ("sharpspring", "list-memberships", "memberIDs", "{}"),
    ],
)
def test_more_than_ten_thousand_ids_are_refused_and_nothing_is_sent(
    desk: Program, vendors: StandIns, key: str, search: str, name: str, form: str
) -> None:
    stand_in = stand_in_of(vendors, key)
    text = "\n".join(form.format(number) for number in range(10_001))
    ended = desk.run("search", key, search, f"{name}=@-", stdin=text.encode())
    ended.assert_nothing_came(2)
    assert "10,001" in ended.err
    assert "10,000" in ended.err
    assert stand_in.instead.asked == []


def test_what_is_filled_in_wrongly_is_told_and_nothing_is_sent(desk: Program, vendors: StandIns) -> None:
    wrong = {
        "leadexec": ("leads", ["LeadTypeUID=1001", "StartDate=31.1.2026", "EndDate=2026-02-01"], "StartDate"),
        "leadsquared": (
            "not-contacted",
            ["DateField=LeadCreatedOn", "FromDate=2026-02-30", "ToDate=2026-03-01"],
            "FromDate",
        ),
        "sharpspring": ("leads-by-date", ["startDate=2026-01-01 08:00", "endDate=2026-02-01"], "timestamp"),
        "lofty": ("leads", ["sort=Name", "scrollId=x"], "scrollId"),
    }
    for key in KEYS:
        search, pairs, word = wrong[key]
        stand_in = stand_in_of(vendors, key)
        ended = desk.run("search", key, search, *pairs)
        ended.assert_nothing_came(2)
        assert word in ended.err
        assert stand_in.instead.asked == []


@pytest.mark.parametrize("key", KEYS)
def test_a_server_is_a_host_alone(program: Program, vendors: StandIns, key: str) -> None:
    stand_in = stand_in_of(vendors, key)
    server = stand_in.facts.server_keys[0]
    for address in (f"{stand_in.url}/v2/leads", "api.vendor.example/v2"):
        refused = add_account(program, "Path", stand_in, **{server: address})
        refused.assert_nothing_came(2)
        assert server in refused.err
    assert add_account(program, "Bare", stand_in, **{server: " api.vendor.example "}).status == 0
    (listed,) = json.loads(program.run("account", "list", "--json").out)
    assert listed["settings"][server] == "https://api.vendor.example"
    assert stand_in.instead.asked == []


def test_a_lofty_key_used_as_an_oauth_token_is_told_to_be_a_key(program: Program, vendors: StandIns) -> None:
    stand_in = stand_in_of(vendors, "lofty")
    assert add_account(program, "Swapped", stand_in, token_kind="oauth").status == 0
    for arguments in (("search", "Swapped", "leads"), ("account", "test", "Swapped")):
        ended = program.run(*arguments)
        assert ended.status == 4, ended.err
        assert "it is probably an API key" in ended.err
        assert "Switch to API key" in ended.err
        assert stand_in.host in ended.err
        assert DEMO_TOKENS.api_key.reveal() not in ended.err + ended.text


def test_an_unknown_stage_is_refused_naming_the_known_ones(desk: Program, vendors: StandIns) -> None:
    stand_in_of(vendors, "lofty")
    ended = desk.run("search", "lofty", "leads", "stage=New Leads,Nowhere")
    assert (ended.status, ended.out) == (6, b""), ended.err
    assert "There is no stage “Nowhere” in this account." in ended.err
    assert all(stage.name in ended.err for stage in STAGES)
    assert ended.coverage["complete"] is False
