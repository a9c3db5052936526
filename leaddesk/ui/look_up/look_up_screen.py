"""The screen of a look-up, and its conductor. All connections stand in `_connect`.

Each look-up has a number; what an earlier one still says is not heard. Tasks: `look-up` (all accounts), `look-up
again <account>` (one account, once more), `look-up rows` (read and group what has come).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import tzinfo
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QStackedWidget, QWidget

from leaddesk.domain.account import Account
from leaddesk.domain.provider import LookUpAsked, Wait
from leaddesk.domain.record import RecordKind
from leaddesk.domain.search import Completion
from leaddesk.services.accounts import AccountService
from leaddesk.services.found_leads import FoundLead
from leaddesk.services.lead_differences import compare
from leaddesk.services.look_up import AccountAnswer, LookUpRun, LookUpState
from leaddesk.ui.async_tasks import TaskOwner
from leaddesk.ui.lead.record_pane import RecordPane
from leaddesk.ui.look_up.asked_words import asked_title
from leaddesk.ui.look_up.chip_row import ChipRow
from leaddesk.ui.look_up.comparison import contradiction_words
from leaddesk.ui.look_up.coverage_bar import CoverageBar
from leaddesk.ui.look_up.empty_states import WIDEN, empty_state
from leaddesk.ui.look_up.found_rows import Found, FoundRows
from leaddesk.ui.look_up.found_table import FoundTable
from leaddesk.ui.look_up.group_panel import GroupPanel
from leaddesk.ui.look_up.look_up_box import LookUpBox
from leaddesk.ui.look_up.next_steps import may_widen
from leaddesk.ui.look_up.reason_panel import ReasonPanel
from leaddesk.ui.look_up.sections import group_sentences
from leaddesk.ui.record_reader import Opened, RecordReader
from leaddesk.ui.results.state_panel import StatePanel
from leaddesk.ui.results.status_words import wait_text
from leaddesk.ui.results.table_state import CANCEL, RETRY
from leaddesk.ui.widgets.elided_line import ElidedLine
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.notice_bar import Notice, NoticeBar, NoticeLevel
from leaddesk.ui.widgets.panes import side_by_side, stacked
from leaddesk.ui.widgets.plain_label import set_plain_tool_tip
from leaddesk.ui.widgets.tab_order import bar_stops, chained_stops, go_to_next, tab_stops

_LOOK_UP: Final = "look-up"
_ROWS: Final = "look-up rows"


class LookUpScreen(QWidget):
    """Chips at the top, rows of all vendors in one table, what belongs to the chosen one below, its record at the side.

    Signals:
        back_wanted(): the search is to come back.
        account_wanted(Account, LeaddeskError | None): this account is to be opened for mending; what it failed with.
        waiting_changed(bool): there is something to stop, or nothing any more.
    """

    back_wanted = Signal()
    account_wanted = Signal(object, object)
    waiting_changed = Signal(bool)

    def __init__(self, accounts: AccountService, box: LookUpBox, tasks: TaskOwner, zone: tzinfo) -> None:
        """`box` is the window's, above this screen; `tasks` are this screen's alone; `zone` is the person's own."""
        super().__init__()
        self._accounts = accounts
        self._box = box
        self._tasks = tasks
        self._number = 0
        self._run: LookUpRun | None = None
        self._answers: dict[str, AccountAnswer] = {}
        self._rows = FoundRows(accounts.info)
        self._was_waiting = False
        self.back_button = QPushButton(icon("left"), "Back to the search")
        self.title = ElidedLine()
        self.stop_button = QPushButton(icon("stop"), "Stop")
        self.again_button = QPushButton(icon("refresh"), "Look up again")
        self.chips = ChipRow()
        self.reason = ReasonPanel(self)
        self.fault = NoticeBar()
        self.notice = NoticeBar()
        self.table = FoundTable(zone)
        self.state = StatePanel()
        self.group = GroupPanel()
        self.pane = RecordPane()
        self.reader = RecordReader(self.pane, accounts, tasks, zone, self._show_wait)
        self.coverage = CoverageBar()
        self._stack = QStackedWidget()
        self.splitter = self._arrange()
        self._connect()
        self._show_standing()

    def _arrange(self) -> QSplitter:
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(8, 6, 8, 2)
        row.setSpacing(10)
        for part in (self.back_button, self.title, self.stop_button, self.again_button):
            row.addWidget(part, 1 if part is self.title else 0)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        set_plain_tool_tip(self.back_button, "Back to the search (Esc)")
        set_plain_tool_tip(self.stop_button, "Stop the look-up (Esc)")
        set_plain_tool_tip(self.again_button, "Ask all accounts again (F5)")
        for part in (self.state, self.table):
            self._stack.addWidget(part)
        inner = QSplitter(Qt.Orientation.Vertical)
        inner.addWidget(self._stack)
        inner.addWidget(self.group)
        inner.setStretchFactor(0, 1)
        inner.setCollapsible(0, False)  # noqa: FBT003 - Qt's own order
        inner.setSizes([320, 300])
        left = stacked(self.notice, inner, stretched=inner)
        splitter = side_by_side(((left, "Leads found"), (self.pane, "Record")), (830, 450), main=0)
        stacked(top, self.chips, self.fault, splitter, self.coverage, stretched=splitter, within=self)
        self._bar = top
        return splitter

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.back_wanted)
        self.stop_button.clicked.connect(self.cancel)
        self.again_button.clicked.connect(self.refresh)
        self.chips.reason_wanted.connect(self._on_reason_wanted)
        self.reason.widening_wanted.connect(self._on_widening_wanted)
        self.reason.again_wanted.connect(self._ask_one)
        self.reason.account_wanted.connect(self._on_account_wanted)
        self.state.action_requested.connect(self._on_state_action)
        self.table.lead_chosen.connect(self._on_lead_chosen)
        self.table.lead_activated.connect(self._on_lead_activated)
        self.table.copied.connect(self.coverage.show_message)
        self.group.copied.connect(self.coverage.show_message)
        self.pane.copied.connect(self.coverage.show_message)
        self.pane.next_wanted.connect(lambda: self.table.move_current(1))
        self.pane.previous_wanted.connect(lambda: self.table.move_current(-1))
        self.pane.left.connect(self.table.setFocus)
        self.coverage.widening_wanted.connect(self.widen)
        for pressed in (
            self.stop_button.clicked,
            self.again_button.clicked,
            self.state.action_requested,
            self.coverage.widening_wanted,
        ):
            pressed.connect(self.take_keyboard)  # these buttons go away when they are pressed

    # Looking up

    @property
    def answers(self) -> tuple[AccountAnswer, ...]:
        """How the accounts stand, in their order."""
        return tuple(self._answers.values())

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is to come."""
        return any(answer.is_under_way for answer in self._answers.values())

    @property
    def is_busy(self) -> bool:
        """An answer is to come, or what came is still to be shown."""
        return self.is_waiting or any(map(self._tasks.is_running, (_ROWS, *self._asking_names())))

    def look_up(self, asked: LookUpAsked) -> None:
        """Ask all accounts, in place of the look-up before."""
        self._forget()
        number = self._number
        run = LookUpRun(self._accounts, self._accounts.list(), asked, lambda answer: self._hear(number, answer))
        self._run = run
        self._answers = {answer.account.id: answer for answer in run.answers}
        self.title.set_text(asked_title(asked))
        self.chips.show_answers(run.answers, run.kind)
        self._show_standing()
        if self._answers:
            self._tasks.start(_LOOK_UP, _ask_all(run))

    def _forget(self) -> None:
        """Nothing of the look-up before is heard or seen any more."""
        self._stop_tasks(_ROWS, *self._asking_names())
        self._number += 1
        self.reason.close()
        self.fault.dismiss()
        self.notice.dismiss()
        self.coverage.open_details(opened=False)
        self._rows = FoundRows(self._accounts.info)
        self.reader.forget()
        self.table.forget()

    def _asking_names(self) -> tuple[str, ...]:
        """The tasks that ask accounts."""
        return (_LOOK_UP, *map(_again_name, self._answers))

    def _stop_tasks(self, *names: str) -> None:
        for name in names:
            self._tasks.cancel(name)

    def refresh(self) -> None:
        """Ask all accounts the same again."""
        if self._run is not None:
            self._accounts.ask_keyring_again()
            self.look_up(self._run.asked)

    def cancel(self) -> None:
        """Stop what is being waited for; what was found stays."""
        self._stop_tasks(*self._asking_names())
        for answer in self.answers:
            if answer.is_under_way:  # said at once: a task that had not begun yet would not say it
                self._hear(self._number, replace(answer, state=LookUpState.STOPPED, wait=None))

    def widen(self) -> None:
        """Search further back, in all accounts where that searches more."""
        for answer in self.answers:
            if may_widen(answer):
                self._ask_one(answer.account.id, widen=True)

    def ask_mended(self, account: Account) -> None:
        """An account was changed: what failed in it is tried again."""
        answer = self._answers.get(account.id)
        if answer is not None and answer.state is LookUpState.FAILED:
            self._ask_one(account.id)

    def _ask_one(self, account_id: str, *, widen: bool = False) -> None:
        run, answer = self._run, self._answers.get(account_id)
        if run is not None and answer is not None:
            self._accounts.ask_keyring_again()
            self._tasks.start(_again_name(account_id), _ask_again(run, answer.account, widen=widen))

    def _on_reason_wanted(self, account_id: str) -> None:
        self.reason.open_at(self.chips.chip(account_id))

    def _on_widening_wanted(self, account_id: str) -> None:
        self._ask_one(account_id, widen=True)

    def _on_account_wanted(self, account_id: str) -> None:
        answer = self._answers[account_id]
        self.account_wanted.emit(answer.account, answer.error)

    def _hear(self, number: int, answer: AccountAnswer) -> None:
        """An account stands otherwise."""
        if number != self._number:
            return
        before = self._answers[answer.account.id]
        self._answers[answer.account.id] = answer
        self.chips.show_answer(answer)
        self.reason.follow(answer)
        if answer.records is not before.records:
            self._tasks.start(_ROWS, self._read_rows())
        self._show_standing()

    async def _read_rows(self) -> None:
        found = await self._rows.take(self.answers)
        self._show_found(found)

    # What is shown

    def _show_standing(self) -> None:
        """Words and buttons that follow from how all accounts stand."""
        run, waiting = self._run, self.is_waiting
        self.stop_button.setVisible(waiting)
        self.again_button.setVisible(run is not None and not waiting)
        if run is not None:
            self.coverage.show_answers(self.answers, run.kind)
            self._show_state()
        if waiting is not self._was_waiting:
            self._was_waiting = waiting
            self.waiting_changed.emit(waiting)

    def _show_state(self) -> None:
        """Rows, or the words in their place. What was searched is unfolded where nobody was found."""
        was_empty = self._stack.currentWidget() is self.state
        if self.table.contents.rows or any(answer.records for answer in self.answers):
            self._stack.setCurrentWidget(self.table)
            if was_empty:
                self.coverage.open_details(opened=False)
            return
        self.state.show_state(empty_state(self.answers))
        self._stack.setCurrentWidget(self.state)
        self.coverage.open_details(opened=not self.is_waiting)

    def _show_found(self, found: Found) -> None:
        was_empty = not self.table.contents.rows
        self.table.show_found(found)
        self._show_group()
        self._show_standing()
        if was_empty and found.leads and (self._box.is_untouched or self.back_button.hasFocus()):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_lead_chosen(self, lead: FoundLead | None) -> None:
        self.reader.open(None if lead is None else self._opened(lead))
        self._show_group()

    def _opened(self, lead: FoundLead) -> Opened:
        """The record with what its own vendor says of reading it whole."""
        info = self._accounts.info(lead.account.provider)
        spec = next((spec for spec in info.searches if spec.record_kind is RecordKind.LEAD), None)
        completion = Completion.NONE if spec is None else spec.completion
        return Opened(lead.account, info, lead.record, lead.columns, completion)

    def _show_group(self) -> None:
        """What belongs to the chosen lead; a contradiction about contacting them stands above everything."""
        found, place = self.table.contents.found, self.table.chosen_place
        self.pane.set_neighbours(previous=self.table.neighbours()[0], following=self.table.neighbours()[1])
        if place is None:
            self.group.show_group((), (), ())
            self.notice.dismiss()
            return
        group = found.group_at(place)
        leads = [found.leads[member] for member in group.members]
        differences = compare(leads) if len(leads) > 1 else ()
        self.group.show_group(group_sentences(group, found), leads, differences)
        words = contradiction_words(differences)
        if not words:
            self.notice.dismiss()
        elif self.notice.notice is None or self.notice.notice.words != words:
            title = "Look before you contact this person: their records contradict each other"
            self.notice.show_notice(Notice(NoticeLevel.WARNING, words, title, closable=False))

    def _on_lead_activated(self) -> None:
        self.reader.show_now()
        self.pane.focus_record()

    def _on_state_action(self, key: str) -> None:
        if key == CANCEL:
            self.cancel()
        elif key == RETRY:
            self.refresh()
        elif key == WIDEN:
            self.widen()

    def _show_wait(self, wait: Wait) -> None:
        self.coverage.show_message(wait_text(wait, round(wait.seconds)))

    # Keys

    def take_keyboard(self) -> None:
        """Give the keyboard to the rows, or where there are none to the way back."""
        (self.table if self._stack.currentWidget() is self.table else self.back_button).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops what runs, and goes back when nothing does."""
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
            return
        super().keyPressEvent(event)

    def escape(self) -> None:
        """Stop what runs, or go back."""
        if self.is_waiting:
            self.cancel()
        else:
            self.back_wanted.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Tab goes from the box through the chips to the rows, and on to the record."""
        left = (*bar_stops(self._bar), *self.chips.chips, *tab_stops(self.fault), *tab_stops(self.notice))
        middle = (*tab_stops(self.state), self.table, *tab_stops(self.group))
        stops = (*self._box.stops, *left, *middle, *chained_stops(self.pane), *tab_stops(self.coverage))
        return go_to_next(stops, forward=forward) or super().focusNextPrevChild(forward)


def _again_name(account_id: str) -> str:
    return f"{_LOOK_UP} again {account_id}"


async def _ask_all(run: LookUpRun) -> None:
    await run.run()


async def _ask_again(run: LookUpRun, account: Account, *, widen: bool) -> None:
    await (run.widen(account) if widen else run.ask_again(account))
