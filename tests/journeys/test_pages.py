"""Stories about turning pages: what is fetched ahead, honest totals, jumping, other page sizes."""

from __future__ import annotations

import httpx
from PySide6.QtWidgets import QComboBox, QLabel, QSpinBox

from leaddesk.demo.leadexec import DEMO_CREDENTIAL, LEADS_PATH
from tests.journeys.conftest import Stage, StandIn
from tests.journeys.driving import button, click, control, pick, press, type_text, until


def total_of(stand_in: StandIn) -> int:
    """How many leads the last question has, asked of the stand-in without leaddesk."""
    answer = httpx.post(
        f"{stand_in.url}{LEADS_PATH}/1001",
        json=stand_in.last_body | {"Skip": 0, "Take": 1},
        headers={"Authorization": f"Bearer {DEMO_CREDENTIAL.access_token.reveal()}"},
        trust_env=False,
    ).json()
    return int(answer["QueryTotal"])


def skips(stand_in: StandIn) -> list[int]:
    return [body["Skip"] for body in stand_in.log.bodies(LEADS_PATH)]


def test_pages_are_turned_without_waiting_and_the_total_is_honest(play, stand_in):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.search()
        total = total_of(stand_in)
        stand_in.log.calls.pop()
        shown = control(window, QLabel, "Rows shown")
        assert shown.text() == f"1–100 of {total:,}"
        assert f"{total:,} in all" in control(window, QLabel, "Status").text()

        await until(lambda: skips(stand_in) == [0, 100], "the second page is fetched ahead")
        await until(stage.is_next_page_here, "it is here")
        await click(button(window, "Next page"))
        await until(lambda: shown.text() == f"101–200 of {total:,}", "the second page is shown")
        await until(lambda: len(skips(stand_in)) == 3, "the third page is fetched ahead")
        assert skips(stand_in) == [0, 100, 200], "turning to the second page took no call of its own"

        await click(button(window, "Previous page"))
        await until(lambda: shown.text() == f"1–100 of {total:,}", "the first page is shown again")
        assert skips(stand_in) == [0, 100, 200]

        await press("Alt+End")
        last = (total - 1) // 100 * 100
        await until(lambda: shown.text() == f"{last + 1:,}–{total:,} of {total:,}", "the last page is shown")
        assert not button(window, "Next page").isEnabled()
        assert stage.screen.model.loaded_count == total - last

        await press("Ctrl+G")
        assert control(window, QSpinBox, "Page number").hasFocus()
        await type_text("3")
        await press("Return")
        await until(lambda: shown.text() == f"201–300 of {total:,}", "the third page is shown")
        await press("Alt+Home")
        await until(lambda: shown.text() == f"1–100 of {total:,}", "the first page is shown")

    play(story)


def test_another_page_size_asks_again_and_is_remembered(play, stand_in):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.search()
        await pick(control(window, QComboBox, "Rows on a page"), "250 rows")
        await until(lambda: stage.screen.model.loaded_count == 250, "the larger page is shown")
        assert stand_in.log.bodies(LEADS_PATH)[-1]["Take"] == 250
        assert stage.screen.form.form_state().page_size == 250
        await stage.restart()
        await stage.lead_types_loaded()
        assert stage.screen.form.form_state().page_size == 250
        await pick(stage.screen.picker.search, "Inbound pings")
        assert stage.screen.form.form_state().page_size == 250, (
            "a form never filled in begins with the size last chosen"
        )

    play(story)


def test_a_server_that_gives_fewer_rows_than_asked_for_is_paged_through_without_a_gap(play, stand_in):
    async def story(stage: Stage) -> None:
        stand_in.faults.most_rows = 40
        window = await stage.open_with_account()
        await stage.search()
        seen = [record.id for record in stage.screen.model.loaded_records]
        assert len(seen) == 40
        shown = control(window, QLabel, "Rows shown")
        for first in (41, 81, 121):
            await click(button(window, "Next page"))
            await until(lambda first=first: shown.text().startswith(f"{first}–"), "the next page is shown")
            seen += [record.id for record in stage.screen.model.loaded_records]
        assert len(seen) == len(set(seen)) == 160

    play(story)


def test_a_missing_total_is_called_so(play, stand_in):
    async def story(stage: Stage) -> None:
        stand_in.faults.total_missing = True
        window = await stage.open_with_account()
        await stage.search()
        words = control(window, QLabel, "Rows shown").text()
        assert words == "1–100, total not given" or words.startswith("1–100 of at least"), words
        assert button(window, "Next page").isEnabled()
        assert not button(window, "Last page").isEnabled()

    play(story)


def test_a_page_that_fails_leaves_the_page_before_on_screen_and_is_tried_again(play, stand_in):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.search()
        await until(stage.is_next_page_here, "the next page is here")
        stand_in.faults.data_status = 400
        before = stage.screen.model.loaded_records
        await press("Alt+End")
        await until(lambda: "stays on screen" in (stage.screen.notice.accessibleName()), "the failure is told")
        assert stage.screen.model.loaded_records == before
        assert control(window, QLabel, "Rows shown").text().startswith("1–100 of")
        stand_in.faults.data_status = None
        await click(button(window, "Try again"))
        await until(lambda: stage.shown.page.next is None, "the last page is shown")
        assert stage.screen.notice.isHidden()

    play(story)
