"""“Could not search” is said of one search of one account, and goes when another one is chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leaddesk.domain.account import Account
from leaddesk.domain.errors import CredentialsRefused
from leaddesk.domain.search import SearchSpec
from leaddesk.ui.results.table_state import RETRY, StateKind
from tests.journeys.driving import turns
from tests.ui.screen_parts import SPEC
from tests.ui.screen_stand import Play, Stand

REFUSED = CredentialsRefused("The key was refused.", host="h", remedy="Open the account.")
OTHER_SPEC = replace(SPEC, key="others", title="Others")


async def fail(stand: Stand) -> None:
    stand.provider.error = REFUSED
    await stand.search()


async def other_account(stand: Stand) -> Account:
    return await stand.accounts.add("West", "sample", {"key": "def"}, this_run_only=True)


@pytest.mark.parametrize("other", ["account", "search"])
def test_what_could_not_be_searched_is_forgotten_when_another_is_chosen(play: Play, other: str):
    async def story(stand: Stand) -> None:
        screen = await stand.open()
        await fail(stand)
        assert screen.table.shown_state.kind is StateKind.COULD_NOT_SEARCH
        account = await other_account(stand) if other == "account" else stand.account
        spec: SearchSpec = OTHER_SPEC if other == "search" else SPEC
        screen.show_search(account, spec)
        await turns()
        assert screen.table.shown_state.kind is StateKind.NOT_SEARCHED
        asked = len(stand.provider.asked)
        screen.refresh()
        await turns()
        assert len(stand.provider.asked) == asked, "F5 does not ask the other search again, out of sight"

    play(story)


def test_beside_rows_the_words_go_and_the_rows_stay(play: Play):
    async def story(stand: Stand) -> None:
        screen = await stand.open()
        await stand.search()
        rows = screen.model.loaded_count
        await fail(stand)
        assert screen.notice.notice is not None
        screen.show_search(await other_account(stand), SPEC)
        await turns()
        assert screen.notice.notice is None
        assert screen.model.loaded_count == rows > 0

    play(story)


def test_the_same_search_of_a_mended_account_keeps_the_words_and_their_buttons(play: Play):
    async def story(stand: Stand) -> None:
        screen = await stand.open()
        await fail(stand)
        screen.show_search(stand.accounts.rename(stand.account, "East again"), SPEC)
        await turns()
        assert screen.table.shown_state.kind is StateKind.COULD_NOT_SEARCH
        stand.provider.error = None
        screen.table.action_requested.emit(RETRY)
        await turns()
        await stand.record_read()
        assert screen.model.loaded_count > 0

    play(story)


def test_a_page_that_could_not_be_turned_to_is_still_said_beside_its_rows(play: Play):
    async def story(stand: Stand) -> None:
        screen = await stand.open()
        await stand.search()
        stand.provider.error = REFUSED
        screen.pages.page_requested.emit(200)
        await turns(20)
        assert screen.notice.notice is not None
        screen.show_search(await other_account(stand), SPEC)
        await turns()
        assert screen.notice.notice is not None, "it speaks of the rows that stay on screen"

    play(story)
