"""The look-up over all accounts: someone is on the phone, one account refuses its key and one is silent."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Final

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from leaddesk.domain.provider import WIDER_LOOK_UP_DAYS
from leaddesk.services.look_up import LookUpState
from leaddesk.tour.account_dialog import demo_account, fill_in
from leaddesk.tour.guide import Guide
from leaddesk.tour.seen import words_in
from leaddesk.tour.silence import silent_server
from leaddesk.tour.step import CheckFailed, Step, check
from leaddesk.ui.look_up.look_up_screen import LookUpScreen

_CALLER: Final = "He said: tel. (301) 555-0100 x4, after five"
"""Howard Lynch, who stands in all four systems; one of them says that he must not be called."""
_FLATMATE: Final = "907-555-0100"
"""Jesse Kirk and Deborah Leonard share it; Lofty calls them family."""
_NOBODY: Final = "201 555 0199"
_REFUSED: Final = demo_account("leadexec")
_SILENT: Final = "Lofty West"


class LookUpPart:
    """From Ctrl+K to nobody found."""

    def __init__(self, guide: Guide) -> None:
        """The window has an account of each vendor; that of LeadExec holds a wrong key."""
        self._guide = guide
        self._flow = guide.window.look_up
        self._silence = ExitStack()

    def steps(self) -> tuple[Step, ...]:
        """In order; each goes on where the one before ended."""
        return (
            Step("Look-up box", self._box),
            Step("Look-up with a refused key and a silent account", self._troubled),
            Step("Look-up reason of a chip", self._reason),
            Step("Look-up key mended", self._mended),
            Step("Look-up stopped", self._stopped),
            Step("Look-up same person", self._same_person),
            Step("Look-up side by side", self._side_by_side),
            Step("Look-up household", self._household),
            Step("Look-up by name", self._by_name),
            Step("Look-up nobody found", self._nobody),
            Step("Look-up wider", self._wider),
            Step("Look-up left", self._left),
        )

    @property
    def _screen(self) -> LookUpScreen:
        if self._flow.in_view is None:
            raise CheckFailed("the look-up is not in view")
        return self._flow.in_view

    def _chip(self, account_name: str) -> str:
        """What the chip of an account says."""
        account = self._guide.account(account_name)
        return self._screen.chips.chip(account.id).words

    def _chips(self) -> list[str]:
        return [chip.words for chip in self._screen.chips.chips]

    async def _look_up(self, text: str) -> None:
        self._flow.box.line.setText(text)
        self._flow.box.submit()
        await self._settled()

    async def _settled(self) -> None:
        await self._guide.until(lambda: not self._screen.is_busy, "all accounts have answered")
        await self._guide.until(lambda: not self._screen.reader.is_busy, "the first lead is read")

    # Trouble in two accounts keeps the others from nothing

    async def _box(self) -> QWidget:
        self._guide.close_dialogs()
        _action(self._guide.window, "Ctrl+K").trigger()
        self._flow.box.line.setText(_CALLER)
        await self._guide.until(lambda: "301" in self._flow.box.words, "it is said what the text is taken for")
        check("phone" in self._flow.box.words.lower(), f"it is taken for something else: {self._flow.box.words}")
        return self._guide.window

    async def _troubled(self) -> QWidget:
        demo = demo_account("lofty")
        secrets = {key: secret.reveal() for key, secret in demo.secrets.items()}
        server = self._silence.enter_context(silent_server())
        await self._guide.window.accounts.add(_SILENT, demo.provider, {**demo.settings, **secrets, "server": server})
        self._flow.box.submit()
        await self._guide.until(lambda: self._chips().count("1 found") == 3, "three accounts answer")
        await self._guide.until(lambda: self._chip(_REFUSED.name) == "key refused", "one refuses its key")
        check(self._chip(_SILENT) == "searching", f"the silent one: {self._chip(_SILENT)}")
        await self._guide.until(lambda: len(self._accounts_in_rows()) == 3, "the rows of three accounts stand there")
        await self._guide.until(lambda: not self._screen.reader.is_busy, "the first lead is read")
        return self._guide.window

    def _accounts_in_rows(self) -> set[str]:
        return {row.lead.account.name for row in self._screen.table.contents.rows if row.lead is not None}

    async def _reason(self) -> QWidget:
        self._screen.chips.chip(self._guide.account(_REFUSED.name).id).click()
        reason = self._screen.reason
        await self._guide.until(reason.isVisible, "the reason opens")
        check(reason.account_button.isVisible() and "refused" in reason.text, f"it says: {reason.text}")
        return reason

    async def _mended(self) -> QWidget:
        self._screen.reason.account_button.click()
        await self._guide.found(lambda: self._guide.window.account_flow.dialog, "the account opens")
        fill_in(self._guide, _REFUSED).save_button.click()
        await self._guide.until(lambda: self._chip(_REFUSED.name) == "1 found", "the mended account is asked again")
        check(self._chip(_SILENT) == "searching", f"the silent one: {self._chip(_SILENT)}")
        return self._guide.window

    async def _stopped(self) -> QWidget:
        self._screen.stop_button.click()
        await self._settled()
        check(self._chip(_SILENT) == "stopped", f"the silent one: {self._chip(_SILENT)}")
        check(
            f"Not searched: {_SILENT} (stopped)" in self._screen.coverage.text, "it is not said what was not searched"
        )
        self._silence.close()
        return self._guide.window

    # One person in four systems

    async def _same_person(self) -> QWidget:
        await self._guide.window.accounts.remove(self._guide.account(_SILENT))
        self._screen.again_button.click()
        await self._settled()
        check(self._chips() == ["1 found"] * 4, f"the chips say {self._chips()}")
        (group,) = self._screen.table.contents.found.groups
        check(len(group.members) == 4, "they are not grouped")
        check("Same person: same phone" in words_in(self._screen.group), "it is not said why they are one")
        return self._guide.window

    async def _side_by_side(self) -> QWidget:
        self._screen.table.move_current(1)
        await self._settled()
        words = words_in(self._screen.group.table.parentWidget() or self._screen.group)
        check("Do not contact (differs)" in words, "what differs is not said first")
        check("contradict" in words_in(self._screen.notice), "the contradiction is not said")
        return self._guide.window

    async def _household(self) -> QWidget:
        await self._look_up(_FLATMATE)
        words = words_in(self._screen)
        check("Household with" in words, "the household is not told")
        check(len(self._screen.table.contents.found.groups) == 2, "two people are taken for one")
        return self._guide.window

    async def _by_name(self) -> QWidget:
        await self._look_up("Howard Lynch")
        check("name" in self._flow.box.words, f"it is taken for something else: {self._flow.box.words}")
        check(len(self._accounts_in_rows()) > 1, "the name is not found")
        return self._guide.window

    # Nobody

    async def _nobody(self) -> QWidget:
        await self._look_up(_NOBODY)
        states = {answer.state for answer in self._screen.answers}
        check(states == {LookUpState.NONE}, f"some did not answer: {states}")
        check("None found" in words_in(self._screen.state), "it is not said that nobody was found")
        check("90 days" in words_in(self._screen.coverage), "it is not said how far back was searched")
        return self._guide.window

    async def _wider(self) -> QWidget:
        self._screen.coverage.widen_button.click()
        await self._settled()
        check(f"{WIDER_LOOK_UP_DAYS} days" in words_in(self._screen.coverage), "it was not searched further back")
        check(self._screen.coverage.widen_button.isHidden(), "it is offered again")
        return self._guide.window

    async def _left(self) -> QWidget:
        self._screen.back_button.click()
        check(self._flow.in_view is None and self._guide.screen.isVisible(), "the search is not back")
        return self._guide.window


def _action(window: QWidget, keys: str) -> QAction:
    for action in window.findChildren(QAction):
        if action.shortcut() == QKeySequence(keys):
            return action
    raise CheckFailed(f"nothing is called by {keys}")
