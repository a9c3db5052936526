"""What Shift and Ctrl do to the ticks."""

from __future__ import annotations

from leaddesk.ui.results.record_table_model import RecordTableModel


class TickGestures:
    """Ticks a range of rows from where the last plain step was (the anchor).

    While the range grows and shrinks, rows that leave it get back the state they had before it began, so
    that going one row too far and back again changes nothing.
    """

    def __init__(self, model: RecordTableModel) -> None:
        """Ticks are set in `model`."""
        self._model = model
        self._anchor: int | None = None
        self._before: object = None
        model.modelReset.connect(self._forget)

    def _forget(self) -> None:
        """Other rows stand there now: no range may begin at an old place."""
        self._anchor = self._before = None

    @property
    def has_anchor(self) -> bool:
        """Whether a range can begin at a known row."""
        return self._anchor is not None

    def step_to(self, row: int) -> None:
        """A plain step or click: the next range begins here; no tick changes."""
        self._anchor = row
        self._before = None

    def toggle(self, row: int) -> None:
        """Turn the tick of one row; the next range begins here."""
        self.step_to(row)
        self._model.toggle_row(row)

    def extend_to(self, row: int) -> None:
        """Tick all rows from the anchor to this one; the others are as they were before the range began.

        Without an anchor the range is this row alone.
        """
        if self._before is None:
            self._before = self._model.ticks()
        self._anchor = row if self._anchor is None else self._anchor
        first, last = sorted((self._anchor, row))
        self._model.select_range(first, last, self._before)
