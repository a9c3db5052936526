"""Which search of which account stands in the form, and what the form offers and remembers for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from leaddesk.domain.account import Account
from leaddesk.domain.cell import plain_text
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.form_state import FormState
from leaddesk.domain.record import Record
from leaddesk.domain.search import SearchSpec
from leaddesk.domain.turns import ROWS_PER_TURN, Turns, in_turns
from leaddesk.services.accounts import AccountService
from leaddesk.services.preferences import PreferenceService
from leaddesk.ui.async_tasks import TaskOwner
from leaddesk.ui.results.status_line import StatusLine
from leaddesk.ui.search.field_editor import choice_sources
from leaddesk.ui.search.search_form import SearchForm

MOST_SUGGESTED_VALUES = 500
_LONGEST_SUGGESTED_VALUE = 80
_VALUES_TASK = "values on screen"


class FormKeeper:
    """Fills the form and keeps what was filled in.

    Tasks: `choices` with the name of a list; `values on screen`.

    Attributes:
        account, spec: what stands in the form; None before anything does.
    """

    def __init__(
        self,
        form: SearchForm,
        status: StatusLine,
        accounts: AccountService,
        preferences: PreferenceService,
        tasks: TaskOwner,
        *,
        on_error: Callable[[Exception], None],
    ) -> None:
        """`status` shows the waits of fetching; `on_error` shows what could not be remembered."""
        self.account: Account | None = None
        self.spec: SearchSpec | None = None
        self._form = form
        self._status = status
        self._accounts = accounts
        self._preferences = preferences
        self._tasks = tasks
        self._on_error = on_error
        self._learnt: tuple[str, str, list[str]] | None = None
        form.choices_wanted.connect(self.fetch_choices)

    def holds(self, account: Account, spec: SearchSpec) -> bool:
        """Whether this search of this account stands in the form."""
        return self.account is not None and self.account.id == account.id and self.spec is spec

    def show_search(self, account: Account | None, spec: SearchSpec | None, state: FormState | None) -> None:
        """Draw a search as it was last filled in, or as `state` says.

        When only the account's name or key has changed, what was typed stays, and its lists are fetched again.
        """
        held_already = account is not None and spec is not None and self.holds(account, spec)
        self.account, self.spec = account, spec
        self._form.setEnabled(spec is not None)
        if account is None or spec is None:
            return
        if held_already and state is None:
            for source in self._form.sources_asked:
                self.fetch_choices(source)
            return
        self._tasks.cancel(_VALUES_TASK)
        self._form.set_search(spec, self._accounts.info(account.provider).title)
        self._offer_names(account, spec)
        state = state or self._preferences.form(account.id, spec.key)
        if state is not None:
            self._form.set_form_state(state)
        else:
            least, most = spec.page_sizes
            self._form.set_page_size(max(least, min(most, max(spec.page_size, self._preferences.page_size()))))

    # Lists

    def fetch_choices(self, source: str) -> None:
        """Fetch a list of the account for the form."""
        if self.account is not None and self.spec is not None:
            self._form.set_choices_loading(source)
            self._tasks.start(_task_name(source), self._fetch_choices(self.account, self.spec, source))

    async def _fetch_choices(self, account: Account, spec: SearchSpec, source: str) -> None:
        try:
            provider = await self._accounts.connect(account, self._status.show_wait)
            choices = await provider.fetch_choices(source)
        except LeaddeskError as error:
            if self.holds(account, spec):
                self._form.set_choices_failed(source, error.what)
            return
        finally:
            self._status.end_wait()
        if self.holds(account, spec):
            self._form.set_choices(source, choices)

    def stop_fetching(self) -> None:
        """Fetch no lists any longer; their values can be typed."""
        for source in choice_sources(self.spec.fields) if self.spec is not None else ():
            if self._tasks.is_running(_task_name(source)):
                self._tasks.cancel(_task_name(source))
                self._form.set_choices_failed(source, "Stopped.")

    # What is remembered

    def remember(self, account: Account, spec: SearchSpec, state: FormState) -> None:
        """Keep what was filled in, for the next start."""
        self._keep(lambda: self._preferences.remember_form(account.id, spec.key, state))

    def take_page_size(self, account: Account, spec: SearchSpec, size: int) -> None:
        """Pages are to have so many rows from now on."""
        if self.holds(account, spec):
            self._form.set_page_size(size)
        self._keep(lambda: self._preferences.remember_page_size(size))
        kept = self._preferences.form(account.id, spec.key)
        if kept is not None:
            self.remember(account, spec, replace(kept, page_size=size))

    def learn_names(self, account: Account, spec: SearchSpec, columns: Iterable[Column]) -> None:
        """Offer the names that only the data knows, now and at the next start."""
        declared = {column.key for column in spec.columns}
        found = [column.key for column in columns if column.key not in declared]
        learnt = (account.id, spec.key, found)
        if learnt == self._learnt:  # page after page has the same
            return
        self._learnt = learnt
        self._keep(lambda: self._preferences.remember_fields(account.id, spec.key, found))
        if self.holds(account, spec):
            self._offer_names(account, spec)

    def learn_values(
        self, account: Account, spec: SearchSpec, records: Sequence[Record], columns: Sequence[Column]
    ) -> None:
        """Offer the values of the rows on screen to the fields that name a column; nothing of them is kept."""
        keys = {item.suggest_values for item in spec.fields if item.suggest_values}
        wanted = [column for column in columns if column.key in keys]
        if wanted and self.holds(account, spec):
            self._tasks.start(_VALUES_TASK, self._learn_values(account, spec, records, wanted))

    async def _learn_values(
        self, account: Account, spec: SearchSpec, records: Sequence[Record], columns: Sequence[Column]
    ) -> None:
        values = await in_turns(distinct_values(records, columns))
        if self.holds(account, spec):
            self._form.set_value_suggestions(values)

    def _offer_names(self, account: Account, spec: SearchSpec) -> None:
        seen = self._preferences.fields_seen(account.id, spec.key)
        self._form.set_column_names([*(column.key for column in spec.columns), *seen])

    def _keep(self, save: Callable[[], None]) -> None:
        try:
            save()
        except LeaddeskError as error:
            self._on_error(error)


def distinct_values(records: Sequence[Record], columns: Sequence[Column]) -> Turns[Mapping[str, Sequence[str]]]:
    """The values that stand in these columns, by column key, in alphabetical order; of lists their items.

    What is blank, nested, or too long to be typed is left out; of many the first are taken.
    """
    found: dict[str, dict[str, None]] = {column.key: {} for column in columns}
    for count, record in enumerate(records, 1):
        row = record.values()
        for column in columns:
            texts = found[column.key]
            for text in _texts_in(column.raw_in(row)):
                if len(texts) < MOST_SUGGESTED_VALUES:
                    texts[text] = None
        if count % ROWS_PER_TURN == 0:
            yield
    return {key: sorted(texts, key=str.casefold) for key, texts in found.items()}


def _texts_in(raw: Any) -> Iterable[str]:
    items = cast("list[Any]", raw) if isinstance(raw, list) else [raw]
    texts = (plain_text(item).strip() for item in items if isinstance(item, str | int | float))
    return [text for text in texts if text and text.isprintable() and len(text) <= _LONGEST_SUGGESTED_VALUE]


def _task_name(source: str) -> str:
    return f"choices {source}"
