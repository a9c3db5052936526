"""Lofty: a token and its kind, leads by stage and tag, a lead read whole on request, what must not be done with it."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QAbstractButton, QWidget

from leaddesk.domain.record import Record
from leaddesk.tour.account_dialog import (
    demo_account,
    fill_in,
    mend_button,
    open_for_new,
    opened_dialog,
    report_says,
    save,
    test,
)
from leaddesk.tour.guide import Guide
from leaddesk.tour.seen import words_in
from leaddesk.tour.step import Act, CheckFailed, Step, check
from leaddesk.ui.results.table_state import StateKind
from leaddesk.ui.search.multi_choice_editor import MultiChoiceEditor

_DEMO: Final = demo_account("lofty")
_KIND: Final = "token_kind"
_STAGE: Final = "New Leads"
_TAG: Final = "VIP"
_PARTS: Final = ("inquiry", "properties", "custom", "family", "tags", "handling")
_NO_STAGE: Final = "Gone Fishing"


class LoftyPart:
    """From a token of the wrong kind to an unknown stage."""

    def __init__(self, guide: Guide) -> None:
        """Whatever accounts the window has."""
        self._guide = guide
        self._screen = guide.screen

    def steps(self) -> tuple[Step, ...]:
        """In order; each goes on where the one before ended."""
        return (
            Step("Lofty account dialog", self._account_dialog),
            Step("Lofty API key taken for an OAuth token", self._wrong_kind),
            Step("Lofty kind of token switched", self._kind_switched),
            Step("Lofty form", self._form),
            Step("Lofty leads of a stage and a tag", self._leads),
            Step("Lofty all leads", self._all_leads),
            Step("Lofty lead as the list gave it", self._as_listed),
            Step("Lofty lead read whole", self._read_whole),
            *(Step(f"Lofty pane {key}", self._pane_step(key)) for key in _PARTS),
            Step("Lofty do not call", self._do_not_call),
            Step("Lofty contact rules", self._contact_rules),
            Step("Lofty unknown stage", self._unknown_stage),
        )

    # Account

    async def _account_dialog(self) -> QWidget:
        self._guide.close_dialogs()
        return await open_for_new(self._guide, _DEMO.provider)

    async def _wrong_kind(self) -> QWidget:
        """The kind is the whole trouble, and the button beside the words mends it."""
        fill_in(self._guide, _DEMO, {_KIND: "oauth"})
        dialog = await test(self._guide, "it is probably an API key")
        check("API key" in mend_button(dialog).text(), "the button does not say what it does")
        return dialog

    async def _kind_switched(self) -> QWidget:
        dialog = opened_dialog(self._guide)
        mend_button(dialog).click()
        await report_says(self._guide, "this account works")
        check(dialog.draft().values[_KIND] == _DEMO.settings[_KIND], "the kind was not switched")
        return dialog

    # Leads

    async def _form(self) -> QWidget:
        await save(self._guide, _DEMO)
        self._guide.choose(_DEMO.name, "leads")
        self._guide.fill_in({"stage": [_STAGE], "anyTags": [_TAG]})
        await self._guide.lists_come()
        stages, tags = (self._guide.editor(key, MultiChoiceEditor) for key in ("stage", "anyTags"))
        check(not stages.tags.strangers and not tags.tags.strangers, "stage or tag is not in the account's lists")
        check(stages.tags.pick_button.isVisible(), "the account's stages are not offered")
        return self._guide.window

    async def _leads(self) -> QWidget:
        await self._guide.submit()
        check(self._screen.model.loaded_count > 0, "no leads came")
        check(all(_has(record, _STAGE, _TAG) for record in self._guide.records), "other leads came")
        check(self._screen.notice.isHidden(), "a filter is said to have been ignored")
        return self._guide.window

    async def _all_leads(self) -> QWidget:
        await self._guide.search({})
        check(self._guide.total > 500 and self._screen.model.loaded_count == 100, "the leads are not all there")
        return self._guide.window

    async def _as_listed(self) -> QWidget:
        await self._guide.read_row(self._guide.row_where(_has_everything, "a lead with all nested parts"))
        await self._guide.open_tab("summary")
        check("Read everything" in words_in(self._screen.pane.notice), "the history is not offered")
        return self._guide.window

    async def _read_whole(self) -> QWidget:
        _button(self._screen.pane.notice, "Read everything").click()
        await self._guide.until(lambda: not self._screen.reader.is_busy, "the lead is read whole")
        check("Read everything" not in words_in(self._screen.pane.notice), "it was not read whole")
        words = await self._guide.open_tab("timeline")
        check(words.count("\n") > 3, f"the timeline tells little: {words}")
        return self._guide.window

    def _pane_step(self, key: str) -> Act:
        async def act() -> QWidget:
            check(await self._guide.open_tab(key), "nothing stands there")
            return self._guide.window

        return act

    async def _do_not_call(self) -> QWidget:
        row = self._guide.row_where(
            lambda record: any("do-not-call list" in words for words in self._guide.lead(record).do_not_contact),
            "a lead that must not be called",
        )
        await self._guide.read_row(row)
        check("Do not call" in await self._guide.open_tab("summary"), "it is not said first that they are not called")
        return self._guide.window

    async def _contact_rules(self) -> QWidget:
        check("do-not-call number" in await self._guide.open_tab("contact"), "the number's state is not said in words")
        return self._guide.window

    async def _unknown_stage(self) -> QWidget:
        self._guide.fill_in({"stage": [_NO_STAGE]})
        self._screen.form.search_button.click()
        await self._guide.until(lambda: not self._screen.form.is_busy, "the refusal comes")
        words = words_in(self._screen.notice)
        check(f"no stage “{_NO_STAGE}”" in words and _STAGE in words, f"the known stages are not named: {words}")
        check(self._screen.table.shown_state.kind is StateKind.ROWS, "the rows before are gone")
        return self._guide.window


def _has(record: Record, stage: str, tag: str) -> bool:
    tags: list[dict[str, object]] = record.values().get("tags") or []
    return record.values().get("stage") == stage and tag in {item.get("tagName") for item in tags}


def _has_everything(record: Record) -> bool:
    values = record.values()
    return all(values.get(key) for key in ("tags", "leadFamilyMemberList", "leadPropertyList"))


def _button(root: QWidget, words: str) -> QAbstractButton:
    found = next((one for one in root.findChildren(QAbstractButton) if words in one.text() and one.isVisible()), None)
    if found is None:
        raise CheckFailed(f"there is no button “{words}”")
    return found
