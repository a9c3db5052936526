"""What the window remembers (`preferences.json`) and where it stood (`window.json`)."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from leaddesk.paths import Profile
from leaddesk.storage.json_file import Document, JsonFile
from leaddesk.storage.saved_searches import FormState

MOST_FIELDS_SEEN = 1000
"""Names of fields kept for completion, per account and lead type."""


class ColourScheme(StrEnum):
    """Light or dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class ColumnLayout(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a table is laid out.

    Attributes:
        shown: keys of the shown columns, from left to right.
        widths: pixels by column key; also of columns that are hidden now.
        frozen_count: how many of the shown stay in view at the left.
    """

    shown: tuple[str, ...]
    widths: dict[str, int] = msgspec.field(default_factory=dict)
    frozen_count: int = 0


class Preferences(Document, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`preferences.json`. The maps go by account id, then by the key of the search (or by the lead type)."""

    colour_scheme: ColourScheme = ColourScheme.SYSTEM
    page_size: int = 100
    export_folder: str = ""
    forms: dict[str, dict[str, FormState]] = msgspec.field(default_factory=dict)
    layouts: dict[str, dict[str, ColumnLayout]] = msgspec.field(default_factory=dict)
    fields_seen: dict[str, dict[str, tuple[str, ...]]] = msgspec.field(default_factory=dict)


class WindowPlaces(Document, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`window.json`: geometry and splitter states as base64 text, by the name of the part."""

    states: dict[str, str] = msgspec.field(default_factory=dict)


def preferences_file(profile: Profile) -> JsonFile[Preferences]:
    """What the window remembers."""
    return JsonFile(profile.folder / "preferences.json", Preferences)


def window_file(profile: Profile) -> JsonFile[WindowPlaces]:
    """Where the window stood; apart, since it is written at every close."""
    return JsonFile(profile.folder / "window.json", WindowPlaces)
