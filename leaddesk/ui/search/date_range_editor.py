"""Two dates edited as one range: presets, start, end, and in words which zone they are meant in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from functools import partial
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QVBoxLayout

from leaddesk.domain.search import DateRange, SearchField
from leaddesk.ui.search.date_presets import (
    PRESET_TITLES,
    Preset,
    day_end,
    day_start,
    end_from_wall,
    moment_raw,
    preset_range,
    raw_moment,
    sent_words,
    start_from_wall,
    wall_of,
    zone_name,
)
from leaddesk.ui.search.field_editor import FieldEditor, RawValue, as_line
from leaddesk.ui.search.wall_clock_edit import WallClockEdit
from leaddesk.ui.widgets.plain_label import muted_label, plain_label
from leaddesk.ui.widgets.problem_mark import MarkFrame

Clock = Callable[[], datetime]
"""Gives the present moment, aware."""


class DateRangeEditor(FieldEditor):
    """A preset and two date-time lines; changing a line makes the range a custom one.

    The moments are kept beside the lines: a line shows seconds of the wall clock, which is less than a moment.
    """

    marks_own_parts = True

    def __init__(
        self,
        start: SearchField,
        end: SearchField,
        rule: DateRange,
        *,
        zone: tzinfo,
        clock: Clock,
        receiver: str = "",
        is_one_of_many: bool = False,
    ) -> None:
        """`zone` is the person's; `receiver` names the vendor in the words about zones.

        `is_one_of_many`: whose days are meant is said elsewhere, for all of them.
        """
        super().__init__(start, end)
        self._is_one_of_many = is_one_of_many
        self._rule, self._zone, self._clock, self._receiver = rule, zone, clock, receiver
        self._optional = not (start.required or end.required)
        self._moments: dict[str, datetime | None] = {start.key: None, end.key: None}
        self.preset = QComboBox()
        self.preset.setAccessibleName(f"{rule.label}, range")
        for preset, title in PRESET_TITLES.items():
            if preset is not Preset.ANY or self._optional:
                self.preset.addItem(title, preset.value)
        self.clocks = {start.key: WallClockEdit(), end.key: WallClockEdit()}
        self.frames = {key: MarkFrame(clock_edit) for key, clock_edit in self.clocks.items()}
        self.boxes: dict[str, QCheckBox] = {}
        self._zone_words = muted_label()
        self._arrange(start, end)
        self.setFocusProxy(self.preset)
        self._connect()
        self.set_preset(Preset.ANY if self._optional else Preset.LAST_7_DAYS)

    @property
    def preset_key(self) -> str:
        """The preset as it is kept."""
        return str(self.preset.currentData())

    @property
    def zone_words(self) -> str:
        """What the line about zones says."""
        return self._zone_words.text()

    def set_preset(self, preset: str) -> None:
        """Choose a preset; an unknown one is taken as custom. Emits nothing."""
        place = self.preset.findData(preset)
        self.preset.setCurrentIndex(place if place >= 0 else self.preset.findData(Preset.CUSTOM.value))
        self.refresh()

    def refresh(self) -> None:
        """Work the preset's dates out again: the day may have changed since."""
        preset = Preset(self.preset_key)
        start, end = self.keys
        if preset is Preset.ANY:
            self._moments = {start: None, end: None}
        elif preset is not Preset.CUSTOM:
            self._moments = dict(zip(self.keys, preset_range(preset, self._clock(), self._zone), strict=True))
        self._show_moments()

    def raw_values(self) -> dict[str, RawValue]:
        """Both moments in UTC, as of now."""
        if Preset(self.preset_key) not in {Preset.CUSTOM, Preset.ANY}:
            self.refresh()
        return {key: moment_raw(moment) for key, moment in self._moments.items() if moment is not None}

    def set_raw_values(self, values: Mapping[str, RawValue]) -> None:
        """Show these moments as a custom range; call `set_preset` afterwards for another one."""
        self._moments = {key: raw_moment(as_line(values.get(key, ""))) for key in self.keys}
        if not self._optional:
            self._fill_required()
        self.preset.setCurrentIndex(self.preset.findData(Preset.CUSTOM.value))
        self._show_moments()

    def mark(self, key: str) -> None:
        """Frame the line of this field."""
        self.frames[key].mark(wrong=True)

    def clear_marks(self) -> None:
        """Take the frames away."""
        for frame in self.frames.values():
            frame.mark(wrong=False)

    def focus_first(self, key: str) -> None:
        """Go to the line of this field."""
        self.clocks[key].setFocus()

    def _arrange(self, start: SearchField, end: SearchField) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for row, (item, words) in enumerate(((start, "From"), (end, "To"))):
            clock_edit = self.clocks[item.key]
            clock_edit.setAccessibleName(f"{item.label}, {words.lower()}")
            grid.addWidget(self._line_label(item, words), row, 0)
            grid.addWidget(self.frames[item.key], row, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(MarkFrame(self.preset))
        layout.addLayout(grid)
        layout.addWidget(self._zone_words)

    def _line_label(self, item: SearchField, words: str) -> QLabel | QCheckBox:
        if not self._optional:
            label = plain_label(words)
            label.setBuddy(self.clocks[item.key])
            return label
        box = QCheckBox(words)
        box.setAccessibleName(f"{item.label}, {words.lower()}, filled in")
        self.boxes[item.key] = box
        return box

    def _connect(self) -> None:
        self.preset.activated.connect(self._preset_chosen)
        for key, clock_edit in self.clocks.items():
            clock_edit.edited.connect(partial(self._line_changed, key))
        for key, box in self.boxes.items():
            box.clicked.connect(partial(self._box_clicked, key))

    def _preset_chosen(self) -> None:
        if self.preset_key == Preset.CUSTOM and self._optional and not any(self._moments.values()):
            self._fill_required()
        self.refresh()
        self.edited.emit()

    def _line_changed(self, key: str) -> None:
        self._moments[key] = self._read_line(key)
        self._turn_custom()

    def _box_clicked(self, key: str) -> None:
        self._moments[key] = self._read_line(key) if self.boxes[key].isChecked() else None
        self._turn_custom()

    def _read_line(self, key: str) -> datetime:
        read = start_from_wall if key == self.keys[0] else end_from_wall
        return read(self.clocks[key].wall, self._zone)

    def _turn_custom(self) -> None:
        self.preset.setCurrentIndex(self.preset.findData(Preset.CUSTOM.value))
        self._show_zone_words()
        self._show_enabled()
        self.edited.emit()

    def _fill_required(self) -> None:
        """A custom range starts with today where a date is missing."""
        start, end = self.keys
        today = self._clock().astimezone(self._zone).date()
        self._moments[start] = self._moments[start] or day_start(today, self._zone)
        self._moments[end] = self._moments[end] or day_end(today, self._zone)

    def _show_moments(self) -> None:
        now = self._clock()
        today = now.astimezone(self._zone).date()
        empty = dict(zip(self.keys, (day_start(today, self._zone), day_end(today, self._zone)), strict=True))
        for key, clock_edit in self.clocks.items():
            clock_edit.set_wall(wall_of(self._moments[key] or empty[key], self._zone))
        self._show_enabled()
        self._show_zone_words()

    def _show_enabled(self) -> None:
        for key, moment in self._moments.items():
            self.clocks[key].setEnabled(moment is not None)
            if key in self.boxes:
                self.boxes[key].setChecked(moment is not None)

    def _show_zone_words(self) -> None:
        start, end = (self._moments[key] for key in self.keys)
        theirs = _vendor_zone(self._rule.zone)
        receiver = f" to {self._receiver}" if self._receiver else ""
        sent = f"sent{receiver} in {zone_name(theirs, self._clock())}: {sent_words(start, end, theirs)}."
        if start is None and end is None:
            sent = "no limit is sent."
        if self._is_one_of_many:
            self._zone_words.setText(sent[:1].upper() + sent[1:])
        else:
            self._zone_words.setText(f"{local_days_words(self._zone, self._clock())}; {sent}")


def local_days_words(zone: tzinfo, now: datetime) -> str:
    """Whose days are meant, without a full stop."""
    return f"Dates are your local days ({zone_name(zone, now)})"


def _vendor_zone(name: str) -> tzinfo:
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
