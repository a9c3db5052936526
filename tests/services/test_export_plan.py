from __future__ import annotations

from collections.abc import Sequence

from leaddesk.domain.account import Account
from leaddesk.domain.columns import Column
from leaddesk.domain.provider import ProviderInfo
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.domain.search import Choice, FieldKind, OnlyWith, SearchField, SearchSpec
from leaddesk.domain.send_history import SendHistory
from leaddesk.exporting.plan import ExportFormat
from leaddesk.services.export_plan import asked_words, export_plan

SPEC = SearchSpec(
    "leads", "Leads", RecordKind.LEAD, (SearchField("Name", "Name", FieldKind.TEXT), SearchField("Age", "Age", FieldKind.INTEGER)), ()
)  # fmt: skip


def lead(name: str) -> Record:
    return Record("a", "p", RecordKind.LEAD, name, b"{}", 0)


def test_only_what_was_filled_in_is_told():
    assert asked_words(SPEC, {"Name": "Ada", "Age": " "}) == (("Name", "Ada"),)


def test_a_record_is_read_once_for_its_sends_and_its_name():
    """Reading takes longest of all that an export does."""
    read: list[str] = []

    def read_sends(record: Record) -> tuple[str, SendHistory] | None:
        read.append(record.id)
        return (f"Lead {record.id}", SendHistory(was_sent=True)) if record.id != "none" else None

    info = ProviderInfo("p", "P", (), (), "", (SPEC,), _read_detail, read_sends)
    plan = export_plan(info, SPEC, Account("a", "East", "p"), {}, file_format=ExportFormat.XLSX, columns=None)
    assert plan.read_sends is not None
    assert plan.read_name is not None
    one, two, none = lead("1"), lead("2"), lead("none")
    found = [(plan.read_sends(record), plan.read_name(record)) for record in (one, two, one, none)]
    sent = SendHistory(was_sent=True)
    assert found == [(sent, "Lead 1"), (sent, "Lead 2"), (sent, "Lead 1"), (None, "")]
    assert read == ["1", "2", "1", "none"]


def test_records_of_a_provider_without_sends_are_not_read_for_them():
    info = ProviderInfo("p", "P", (), (), "", (SPEC,), _read_detail)
    plan = export_plan(info, SPEC, Account("a", "East", "p"), {}, file_format=ExportFormat.XLSX, columns=None)
    assert (plan.read_sends, plan.read_name) == (None, None)


def _read_detail(record: Record, _columns: Sequence[Column]) -> RecordDetail:
    raise AssertionError(record.id)


def test_a_long_list_of_ids_is_told_by_its_number():
    spec = SearchSpec(
        "ids", "Ids", RecordKind.LEAD, (SearchField("ids", "Ids", FieldKind.ID_LIST, pattern=r"\d+"),), ()
    )
    words = dict(asked_words(spec, {"ids": "\n".join(str(number) for number in range(10_000))}))
    assert words["Ids"].endswith("… (10,000 in all)")
    assert words["Ids"].startswith("0, 1, 2")
    assert dict(asked_words(spec, {"ids": "7 x 8"})) == {"Ids": "7, 8"}


def test_a_field_that_does_not_count_now_was_not_asked():
    spec = SearchSpec(
        "s",
        "S",
        RecordKind.LEAD,
        (
            SearchField(
                "Type",
                "Type",
                FieldKind.CHOICE,
                choices=(Choice("List", "A list"), Choice("Sum", "Sums")),
                default="List",
            ),
            SearchField("By", "Group by", FieldKind.TEXT, only_with=OnlyWith("Type", "Sum")),
            SearchField("Tags", "Tags", FieldKind.TEXT_LIST, choices=(Choice("a", "A"), Choice("b", "B"))),
        ),
        (),
    )
    assert dict(asked_words(spec, {"By": "Stage"})) == {}
    assert dict(asked_words(spec, {"By": "Stage", "Type": "sum", "Tags": ["a", "b"]}))["Group by"] == "Stage"
    assert dict(asked_words(spec, {"Tags": ["a", "b"]})) == {"Tags": "A, B"}
