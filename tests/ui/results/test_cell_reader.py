from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.cell import NOT_SENT, Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.record import Record
from leaddesk.ui.results.cell_reader import CellReader
from leaddesk.ui.results.row_cells import UNREADABLE, RowCells
from tests.ui.results.sample_leads import COLUMNS, column, leads, record

TRANSLATED = replace(
    column("Fields.FirstName", "First name", Kind.TEXT), translate=lambda value: value and f"<{value}>"
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


def cells_of(records: tuple[Record, ...], columns: tuple[Column, ...]) -> list[tuple[object, ...]]:
    reader = CellReader(columns)
    rows = [RowCells(item, reader, number) for number, item in enumerate(records)]
    for row, raws in zip(rows, reader.read(records), strict=True):
        row.take(raws)
    return [row.cells for row in rows]


def test_cells_are_those_of_the_columns_whether_read_together_or_alone():
    columns = (*COLUMNS, TRANSLATED, column("No.Such.Path", "Nothing", Kind.TEXT))
    expected = [tuple(item.cell_in(lead.values()) for item in columns) for lead in leads(30)]
    assert cells_of(leads(30), columns) == expected
    reader = CellReader(columns)
    assert [RowCells(lead, reader).cells for lead in leads(30)] == expected
    assert expected[0][-1] is NOT_SENT
    assert str(expected[1][-2]).startswith("<")


@given(st.dictionaries(st.sampled_from(["UID", "Fields", "Properties", "LastUpdated"]), values))
def test_odd_records_are_read_as_their_columns_read_them(source):
    odd = record(source, 0, "1")
    assert cells_of((odd, *leads(1)), COLUMNS)[0] == tuple(item.cell_in(odd.values()) for item in COLUMNS)


def test_one_value_that_breaks_its_reader_spoils_no_other(caplog):
    def refuse(value):
        raise ValueError(f"no {value}")

    columns = (COLUMNS[0], replace(COLUMNS[2], translate=refuse), COLUMNS[3])
    row = RowCells(leads(2)[1], CellReader(columns))
    assert row.cells == ("90210001", UNREADABLE, "Dyer")
    assert row.faults == {1}
    assert [row.is_muted(place) for place in range(3)] == [False, True, False]
    assert row.texts(UTC) == ("90210001", "?", "Dyer")
    assert "ValueError" in caplog.text
    assert "Hugo" not in caplog.text, "a lead's data is no matter for the log"


def test_a_record_that_is_no_json_is_marked_in_every_column_and_told_once(caplog):
    broken = record({"UID": 1})
    object.__setattr__(broken, "source", b"{not json")
    row = RowCells(broken, CellReader(COLUMNS))
    assert row.texts(UTC) == ("?",) * len(COLUMNS)
    assert row.faults == set(range(len(COLUMNS)))
    assert len(caplog.records) == 1


def test_without_columns_there_is_nothing_to_read():
    assert cells_of(leads(2), ()) == [(), ()]
