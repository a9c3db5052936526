"""What the window remembers between starts: forms, columns, looks, saved searches.

Every method that saves may raise FileNotWritten or SettingsNotReadable; nothing is changed then. Reading never
fails: what cannot be read (a newer program wrote it) counts as not there, and is told by `take_problems`, once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import msgspec

from leaddesk.domain.colour_scheme import ColourScheme
from leaddesk.domain.columns import ColumnLayout
from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.form_state import FormState
from leaddesk.paths import Profile
from leaddesk.storage.preferences import (
    MOST_FIELDS_SEEN,
    Preferences,
    WindowPlaces,
    preferences_file,
    window_file,
)
from leaddesk.storage.saved_searches import SavedSearch, SavedSearches

__all__ = ["PreferenceService", "SavedSearch"]

Entry = TypeVar("Entry")


class PreferenceService:
    """The window's door to what it remembers. Reads are from disk: another window's changes are seen."""

    def __init__(self, profile: Profile) -> None:
        """Reads nothing yet."""
        self._preferences = preferences_file(profile)
        self._window = window_file(profile)
        self._saved = SavedSearches(profile)
        self._unread: list[LeaddeskError] = []
        self._told: set[str] = set()

    def take_problems(self) -> tuple[LeaddeskError, ...]:
        """Which files were found damaged (and kept beside), or could not be read, since the last call."""
        found: list[LeaddeskError] = [*self._unread]
        self._unread.clear()
        for problems in (self._preferences.problems, self._window.problems, self._saved.problems):
            found += problems
            problems.clear()
        return tuple(found)

    def _read(self, load: Callable[[], Entry], otherwise: Entry) -> Entry:
        try:
            return load()
        except LeaddeskError as error:
            if str(error) not in self._told:
                self._told.add(str(error))
                self._unread.append(error)
            return otherwise

    def _kept(self) -> Preferences:
        return self._read(self._preferences.load, Preferences())

    def form(self, account_id: str, search: str) -> FormState | None:
        """The form as it was last filled in for this account and search."""
        return self._kept().forms.get(account_id, {}).get(search)

    def remember_form(self, account_id: str, search: str, form: FormState) -> None:
        """Keep the form for the next start."""
        self._preferences.update(
            lambda before: msgspec.structs.replace(before, forms=_put(before.forms, account_id, search, form))
        )

    def layout(self, account_id: str, search: str) -> ColumnLayout | None:
        """The columns as they were last arranged; None: as they come."""
        return self._kept().layouts.get(account_id, {}).get(search)

    def remember_layout(self, account_id: str, search: str, layout: ColumnLayout) -> None:
        """Keep the columns' arrangement."""
        self._preferences.update(
            lambda before: msgspec.structs.replace(before, layouts=_put(before.layouts, account_id, search, layout))
        )

    def reset_layout(self, account_id: str, search: str) -> None:
        """Columns as they come."""

        def change(before: Preferences) -> Preferences:
            kept = {key: layout for key, layout in before.layouts.get(account_id, {}).items() if key != search}
            return msgspec.structs.replace(before, layouts={**before.layouts, account_id: kept})

        self._preferences.update(change)

    def page_size(self) -> int:
        """Rows to a page, for forms that were never filled in."""
        return self._kept().page_size

    def remember_page_size(self, page_size: int) -> None:
        """Keep the page size last chosen."""
        self._preferences.update(lambda before: msgspec.structs.replace(before, page_size=page_size))

    def colour_scheme(self) -> ColourScheme:
        """System, light or dark."""
        return self._kept().colour_scheme

    def remember_colour_scheme(self, scheme: ColourScheme) -> None:
        """Keep the choice of colours."""
        self._preferences.update(lambda before: msgspec.structs.replace(before, colour_scheme=scheme))

    def export_folder(self) -> Path | None:
        """The folder last exported to, when it is still there."""
        text = self._kept().export_folder
        folder = Path(text) if text else None
        return folder if folder is not None and folder.is_dir() else None

    def remember_export_folder(self, folder: Path) -> None:
        """Keep the folder of the export just made."""
        self._preferences.update(lambda before: msgspec.structs.replace(before, export_folder=str(folder)))

    def fields_seen(self, account_id: str, lead_type: str) -> tuple[str, ...]:
        """Names of the fields that leads of this type had, for completion; never their values."""
        return self._kept().fields_seen.get(account_id, {}).get(lead_type, ())

    def remember_fields(self, account_id: str, lead_type: str, names: Iterable[str]) -> None:
        """Add names; the file is written only when one is new. At most MOST_FIELDS_SEEN are kept, the first seen."""

        def change(before: Preferences) -> Preferences:
            known = before.fields_seen.get(account_id, {}).get(lead_type, ())
            merged = tuple(dict.fromkeys((*known, *names)))[:MOST_FIELDS_SEEN]
            return msgspec.structs.replace(before, fields_seen=_put(before.fields_seen, account_id, lead_type, merged))

        self._preferences.update(change)

    def window_state(self, part: str) -> str:
        """Geometry or splitter state of a part of the window, as base64 text; empty when never kept."""
        return self._read(self._window.load, WindowPlaces()).states.get(part, "")

    def remember_window_states(self, states: dict[str, str]) -> None:
        """Keep several parts' states in one write."""

        def change(before: WindowPlaces) -> WindowPlaces:
            return msgspec.structs.replace(before, states={**before.states, **states})

        self._window.update(change)

    def saved_searches(self, provider: str = "", account_id: str = "") -> tuple[SavedSearch, ...]:
        """Saved searches by name: all, or those that fit this account of this provider."""
        return tuple(
            saved
            for saved in self._read(self._saved.list, ())
            if not provider or (saved.provider == provider and saved.account_id in {"", account_id})
        )

    def add_saved_search(self, saved: SavedSearch) -> SavedSearch:
        """Keep a form under a new name. Raises InvalidInput: no name, or taken."""
        return self._saved.add(saved)

    def replace_saved_search(self, saved: SavedSearch) -> SavedSearch:
        """Keep a form in place of the one of that name. Raises InvalidInput: no name."""
        return self._saved.replace(saved)

    def rename_saved_search(self, name: str, new_name: str) -> SavedSearch:
        """Give it another name. Raises InvalidInput: gone, no name, or taken."""
        return self._saved.rename(name, new_name)

    def delete_saved_search(self, name: str) -> None:
        """Remove it; idempotent."""
        self._saved.delete(name)

    def forget_account(self, account_id: str) -> None:
        """The account was removed: drop what was kept for it; its saved searches stay for the provider."""

        def change(before: Preferences) -> Preferences:
            return msgspec.structs.replace(
                before,
                forms=_without(before.forms, account_id),
                layouts=_without(before.layouts, account_id),
                fields_seen=_without(before.fields_seen, account_id),
            )

        self._preferences.update(change)
        self._saved.release_account(account_id)


def _put(entries: dict[str, dict[str, Entry]], account_id: str, key: str, entry: Entry) -> dict[str, dict[str, Entry]]:
    return {**entries, account_id: {**entries.get(account_id, {}), key: entry}}


def _without(entries: dict[str, Entry], account_id: str) -> dict[str, Entry]:
    return {key: entry for key, entry in entries.items() if key != account_id}
