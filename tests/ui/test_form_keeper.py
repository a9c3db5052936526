"""What the form is offered from the account and from the rows on screen."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from leaddesk.domain.account import Account
from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.form_state import FormState
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.search import FieldKind, SearchField
from leaddesk.domain.turns import at_once
from leaddesk.event_loop import run_until_done
from leaddesk.ui.async_tasks import TaskOwner
from leaddesk.ui.form_keeper import MOST_SUGGESTED_VALUES, FormKeeper, distinct_values
from leaddesk.ui.results.status_line import StatusLine
from leaddesk.ui.search.search_form import SearchForm
from tests.journeys.driving import turns, until
from tests.ui.screen_parts import SPEC, ScriptedProvider, make_accounts, make_preferences

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TAGS = SearchField("tags", "Tags", FieldKind.TEXT_LIST, suggest_values="tags")
HIDDEN = SearchField("owner", "Owner", FieldKind.CHOICE, choices_from="owners", advanced=True)
WITH_TAGS = replace(SPEC, key="tagged", fields=(*SPEC.fields, TAGS, HIDDEN))
COLUMNS = (Column("tags", "Tags", Kind.OBJECT, ("tags",)), Column("name", "Name", Kind.TEXT, ("name",)))


def record(number: int, **values: Any) -> Record:
    return Record("a", "sample", RecordKind.LEAD, str(number), json.dumps(values).encode(), number)


def test_values_are_offered_once_in_alphabetical_order_and_lists_by_their_items() -> None:
    records = [
        record(0, tags=["VIP", "buyer, hot"], name="Zed"),
        record(1, tags=["VIP", "", None, {"a": 1}], name=" Ada "),
        record(2, name=7),
        record(3, tags="Single", name=None),
        record(4, name="x" * 81),
        record(5, name="two\nlines"),
    ]
    assert at_once(distinct_values(records, COLUMNS)) == {
        "tags": ["buyer, hot", "Single", "VIP"],
        "name": ["7", "Ada", "Zed"],
    }


def test_of_very_many_values_some_are_offered() -> None:
    records = [record(n, name=f"n{n}") for n in range(MOST_SUGGESTED_VALUES + 100)]
    assert len(at_once(distinct_values(records, COLUMNS))["name"]) == MOST_SUGGESTED_VALUES


def test_reading_the_values_of_a_long_page_is_left_in_between() -> None:
    assert len(list(distinct_values([record(n, name="x") for n in range(1000)], COLUMNS))) == 5


class Stand:
    """A keeper with a form and an account."""

    def __init__(self, folder: Path, provider: ScriptedProvider) -> None:
        self.provider = provider
        self.accounts = make_accounts(folder, provider)
        self.form = SearchForm(UTC)
        self.failed: list[Exception] = []
        self.tasks = TaskOwner(lambda _name, error: self.failed.append(error))
        self.status = StatusLine()
        self.keeper = FormKeeper(
            self.form,
            self.status,
            self.accounts,
            make_preferences(folder),
            self.tasks,
            on_error=self.failed.append,
        )
        self.account: Account

    def editor(self, key: str) -> Any:
        return next(part.editor for part in self.form.body.parts if key in part.editor.keys)


Play = Callable[[Callable[[Stand], Coroutine[Any, Any, None]]], None]


@pytest.fixture
def play(qapp: QApplication, tmp_path: Path) -> Play:
    def run(story: Callable[[Stand], Coroutine[Any, Any, None]]) -> None:
        async def whole() -> None:
            stand = Stand(tmp_path, ScriptedProvider())
            try:
                stand.account = await stand.accounts.add("East", "sample", {"key": "abc"}, this_run_only=True)
                await story(stand)
            finally:
                await stand.tasks.close()
                await stand.accounts.aclose()
                stand.form.deleteLater()
                stand.status.deleteLater()
                await turns()
            assert stand.failed == []

        run_until_done(qapp, whole())

    return run


def test_the_values_of_the_rows_on_screen_reach_the_form(play: Play) -> None:
    async def story(stand: Stand) -> None:
        stand.keeper.show_search(stand.account, WITH_TAGS, None)
        stand.keeper.learn_values(stand.account, WITH_TAGS, [record(0, tags=["VIP"])], COLUMNS)
        await until(lambda: not stand.editor("tags").tags.pick_button.isHidden(), "they are offered")

    play(story)


def test_values_of_a_search_that_was_left_meanwhile_do_not_reach_the_form(play: Play) -> None:
    async def story(stand: Stand) -> None:
        stand.keeper.show_search(stand.account, WITH_TAGS, None)
        stand.keeper.learn_values(stand.account, WITH_TAGS, [record(0, tags=["VIP"])], COLUMNS)
        other = replace(WITH_TAGS, key="other")
        stand.keeper.show_search(stand.account, other, None)
        stand.keeper.learn_values(stand.account, WITH_TAGS, [record(0, tags=["VIP"])], COLUMNS)
        await turns(20)
        assert stand.editor("tags").tags.pick_button.isHidden()

    play(story)


def test_a_list_that_comes_into_view_later_is_fetched_then_and_again_for_a_changed_account(play: Play) -> None:
    async def story(stand: Stand) -> None:
        stand.keeper.show_search(stand.account, WITH_TAGS, None)
        await until(lambda: len(stand.provider.choices_asked) == 2, "the lists in view are fetched")
        assert sorted(stand.provider.choices_asked) == ["kinds", "places"]
        stand.form.body.fold.button.click()
        await until(lambda: stand.provider.choices_asked[2:] == ["owners"], "the other one is fetched")
        await until(lambda: stand.editor("owner").combo.count() == 2, "and offered")
        stand.keeper.show_search(stand.account, WITH_TAGS, None)
        await until(lambda: len(stand.provider.choices_asked) == 6, "all three are fetched again")

    play(story)


def test_a_remembered_form_keeps_its_lists(play: Play) -> None:
    async def story(stand: Stand) -> None:
        stand.keeper.show_search(stand.account, WITH_TAGS, None)
        state = FormState({"kind": "1", "tags": ["VIP", "a, b"]}, "", 50)
        stand.form.set_form_state(state)
        stand.keeper.remember(stand.account, WITH_TAGS, stand.form.form_state())
        stand.keeper.show_search(stand.account, SPEC, None)
        stand.keeper.show_search(stand.account, WITH_TAGS, None)
        assert stand.form.form_state() == state

    play(story)
