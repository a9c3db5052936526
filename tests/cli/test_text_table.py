from __future__ import annotations

from leaddesk.cli.text_table import TextTable, one_line


def test_columns_stand_in_line_and_empty_cells_are_dashes() -> None:
    lines = TextTable().lines([("East", "1", "Ada Love"), ("Far West", "", "Bo")]).splitlines()
    assert lines == ["East      1  Ada Love", "Far West  -  Bo"]


def test_rows_that_come_later_keep_to_the_columns_there_are() -> None:
    table = TextTable()
    table.lines([("Far West", "1")])
    assert table.lines([("East", "2")]) == "East      2\n"


def test_a_long_cell_is_not_cut_and_widens_no_column() -> None:
    assert TextTable().lines([("x" * 300, "1"), ("East", "2")]).splitlines() == [f"{'x' * 300}  1", "East  2"]


def test_wide_letters_and_accents_are_counted_as_they_are_shown() -> None:
    lines = TextTable().lines([("田中", "1"), ("Jose\u0301", "2"), ("Anna", "3")]).splitlines()
    assert lines == ["田中  1", "Jose\u0301  2", "Anna  3"]


def test_what_steers_a_terminal_or_breaks_a_line_becomes_a_blank() -> None:
    assert one_line("a\nb\x1b[31mc\u202e") == "a b [31mc "
    assert TextTable().lines([("a\nb\r", "\t=1+1")]) == "a b  =1+1\n"


def test_no_rows_make_no_lines() -> None:
    assert TextTable().lines([]) == ""
