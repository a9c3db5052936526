"""What the window remembers (`preferences.json`) and where it stood (`window.json`)."""

from __future__ import annotations

import msgspec

from leaddesk.domain.colour_scheme import ColourScheme
from leaddesk.domain.columns import ColumnLayout
from leaddesk.domain.form_state import FormState
from leaddesk.paths import Profile
from leaddesk.storage.json_file import Document, JsonFile

MOST_FIELDS_SEEN = 1000
"""Names of fields kept for completion, per account and lead type."""


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
