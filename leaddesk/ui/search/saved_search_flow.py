"""The searches saved under a name: listed, kept, opened, renamed and deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.form_state import FormState
from leaddesk.services.preferences import PreferenceService, SavedSearch

if TYPE_CHECKING:
    from leaddesk.ui.results_screen import ResultsScreen


class SavedSearchFlow:
    """Follows what is wanted of the screen's picker."""

    def __init__(
        self,
        screen: ResultsScreen,
        preferences: PreferenceService,
        *,
        open_search: Callable[[str, FormState], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """`open_search` puts the search of that key into the form, filled in so; `on_error` shows what failed."""
        self._screen = screen
        self._preferences = preferences
        self._open_search = open_search
        self._on_error = on_error
        picker = screen.picker
        picker.save_wanted.connect(self._save)
        picker.saved_opened.connect(self._open)
        picker.saved_renamed.connect(self._rename)
        picker.saved_deleted.connect(self._delete)

    def show(self, current: str = "") -> None:
        """List those of the account in the form; `current` is the one that the form was opened from."""
        account = self._screen.account
        saved = () if account is None else self._preferences.saved_searches(account.provider, account.id)
        self._screen.picker.set_saved([item.name for item in saved], current)

    def _save(self, name: str) -> None:
        account, spec, form = self._screen.account, self._screen.spec, self._screen.form
        if account is None or spec is None:
            return
        problems = form.check()
        if problems:
            form.show_problems(problems)
            return
        saved = SavedSearch(
            name=name, provider=account.provider, search=spec.key, form=form.form_state(), account_id=account.id
        )
        try:
            self._preferences.replace_saved_search(saved)
        except LeaddeskError as error:
            self._on_error(error)
            return
        self.show(name)
        self._screen.status.show_message(f"Saved as “{name}”")

    def _open(self, name: str) -> None:
        saved = next((item for item in self._preferences.saved_searches() if item.name == name), None)
        if saved is not None and self._screen.account is not None:
            self._open_search(saved.search, saved.form)
            self.show(name)

    def _rename(self, old: str, new: str) -> None:
        try:
            self._preferences.rename_saved_search(old, new)
        except LeaddeskError as error:
            self._on_error(error)
        self.show(new)

    def _delete(self, name: str) -> None:
        try:
            self._preferences.delete_saved_search(name)
        except LeaddeskError as error:
            self._on_error(error)
        self.show()
