from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.page import Chart, Page, Position, Total
from leaddesk.domain.record import Record, RecordKind
from leaddesk.ui.results.bar_chart import BarChart
from leaddesk.ui.results.bars import MOST_BARS, NO_LABEL, build_bars

STAGE = Column("Stage", "Stage", Kind.TEXT, ("Stage",))
COUNT = Column("Count", "Leads", Kind.NUMBER, ("Count",))
SCORE = Column("Score", "Score", Kind.NUMBER, ("Score",))


def records(*rows: dict[str, Any]) -> tuple[Record, ...]:
    return tuple(Record("a", "p", RecordKind.GROUP, str(n), json.dumps(row).encode(), n) for n, row in enumerate(rows))


def page_of(rows: tuple[Record, ...], chart: Chart | None = Chart("Stage", ("Count", "Score"))) -> Page:  # noqa: B008
    return Page(rows, Position(), None, Total.exact(len(rows)), datetime.now(UTC), chart=chart)


def test_the_longest_bar_comes_first_and_figures_may_be_text():
    bars = build_bars(records({"Stage": "New", "Count": "3"}, {"Stage": "Won", "Count": 1204.5}), STAGE, COUNT)
    assert [(bar.label, bar.text) for bar in bars.bars] == [("Won", "1,204.50"), ("New", "3")]
    assert bars.title == "Leads by Stage"


@pytest.mark.parametrize("figure", [None, "", "many", True, [1], "nan", "inf", 1e300])
def test_a_row_without_a_figure_is_counted_and_not_drawn(figure: Any):
    bars = build_bars(records({"Stage": "New", "Count": figure}, {"Count": 2}), STAGE, COUNT)
    assert [bar.label for bar in bars.bars] == [NO_LABEL]
    assert bars.unreadable == 1


def test_more_rows_than_bars_are_said(qtbot: QtBot):
    bars = build_bars(records(*({"Stage": f"s{n}", "Count": n} for n in range(MOST_BARS + 5))), STAGE, COUNT)
    assert len(bars.bars) == MOST_BARS
    assert bars.left_out == 5
    assert "and 5 more" in bars.words()


def test_figures_are_drawn_and_another_column_can_be_chosen(qtbot: QtBot):
    chart = BarChart()
    qtbot.addWidget(chart)
    chart.resize(500, 200)
    chart.show_page(page_of(records({"Stage": "New", "Count": 3, "Score": 9})), (STAGE, COUNT, SCORE))
    assert chart.isVisible()
    assert "Leads by Stage. New: 3" in chart.canvas.accessibleName()
    first = chart.canvas.grab().toImage()
    chart.choice.setCurrentIndex(1)
    assert "Score by Stage. New: 9" in chart.canvas.accessibleName()
    assert chart.canvas.grab().toImage() != first


def test_a_page_of_leads_has_no_chart(qtbot: QtBot):
    chart = BarChart()
    qtbot.addWidget(chart)
    chart.show_page(page_of(records({"Stage": "New", "Count": 3})), (STAGE, COUNT))
    assert chart.isVisible()
    chart.show_page(page_of(records({"Stage": "New"}), None), (STAGE, COUNT))
    assert not chart.isVisible()
    chart.show_page(page_of(()), (STAGE, COUNT))
    assert not chart.isVisible()
