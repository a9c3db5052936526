from __future__ import annotations

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import ColumnLayout
from leaddesk.ui.results.column_layout import default_layout, keep_unknown, shown_columns, without_column
from tests.ui.results.sample_leads import COLUMNS, column

KEYS = [item.key for item in COLUMNS]


def test_the_default_shows_the_declared_columns_and_freezes_the_first():
    layout = default_layout(COLUMNS)
    assert layout.shown == tuple(item.key for item in COLUMNS if item.shown)
    assert layout.frozen == 1
    assert layout.widths == {}


def test_the_default_shows_the_first_few_columns_when_none_is_declared_as_shown():
    columns = tuple(column(f"Fields.F{number}", f"F{number}", Kind.TEXT, shown=False) for number in range(20))
    assert default_layout(columns).shown == tuple(f"Fields.F{number}" for number in range(8))


def test_unknown_and_repeated_keys_are_skipped():
    layout = ColumnLayout(("Fields.Gone", "UID", "Fields.Phone", "UID"))
    assert [item.key for item in shown_columns(layout, COLUMNS)] == ["UID", "Fields.Phone"]


def test_a_layout_of_unknown_columns_alone_gives_the_default():
    shown = shown_columns(ColumnLayout(("Fields.Gone",)), COLUMNS)
    assert tuple(item.key for item in shown) == default_layout(COLUMNS).shown


def test_no_columns_give_no_columns():
    assert shown_columns(ColumnLayout(("UID",)), ()) == ()


def test_a_column_that_is_not_there_today_keeps_its_place_and_width():
    earlier = ColumnLayout(("UID", "Fields.Other", "Fields.Phone"), {"Fields.Other": 90, "UID": 80})
    chosen = keep_unknown(ColumnLayout(("Fields.Phone", "UID"), {"UID": 70}, 2), earlier, COLUMNS)
    assert chosen.shown == ("Fields.Phone", "UID", "Fields.Other")
    assert chosen.widths == {"Fields.Other": 90, "UID": 70}
    assert chosen.frozen == 2


def test_hiding_a_frozen_column_freezes_one_fewer():
    layout = without_column(ColumnLayout(("UID", "Fields.Phone", "Fields.Zip"), frozen=2), "UID")
    assert layout == ColumnLayout(("Fields.Phone", "Fields.Zip"), frozen=1)
    assert without_column(layout, "Fields.Zip").frozen == 1
