"""Puts the chosen record into the pane: first as its row came, then whole, where its vendor tells more of one lead."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Final, cast

from PySide6.QtCore import QObject, QTimer

from leaddesk.domain.account import Account
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.provider import Completes, ProviderInfo, WaitListener
from leaddesk.domain.record import Record
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.domain.search import Completion
from leaddesk.services.accounts import AccountService
from leaddesk.ui.async_tasks import TaskOwner
from leaddesk.ui.error_view import words_for
from leaddesk.ui.lead.record_pane import RecordPane
from leaddesk.ui.widgets.notice_bar import Notice, NoticeLevel

SHOWING_MS: Final = 15
"""The table paints first; and a key held down runs through rows without building the pane for each."""
COMPLETING_MS: Final = 250
"""Somebody who goes on to the next row within this time did not open this one: it costs no call."""
PROGRESS_MS: Final = 1000

READ_WHOLE: Final = "read whole"
_COMPLETE: Final = "complete"
_MOST_KEPT: Final = 50

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A record with what is needed to read it. `columns` carry the account's own names of fields."""

    account: Account
    info: ProviderInfo
    record: Record
    columns: tuple[Column, ...]
    completion: Completion

    @property
    def key(self) -> tuple[str, str]:
        """Tells it from the records of all accounts."""
        return self.account.id, self.record.key


class RecordReader(QObject):
    """Shows one record at a time in a pane; a later one takes the place of an earlier one, whatever came late."""

    def __init__(
        self, pane: RecordPane, accounts: AccountService, tasks: TaskOwner, zone: tzinfo, on_wait: WaitListener
    ) -> None:
        """`tasks` belongs to the window; `on_wait` hears of pauses while a record is read whole."""
        super().__init__(pane)
        self._pane = pane
        self._accounts = accounts
        self._tasks = tasks
        self._zone = zone
        self._on_wait = on_wait
        self._opened: Opened | None = None
        self._is_shown = True
        self._whole: OrderedDict[tuple[str, str], RecordDetail] = OrderedDict()
        self._showing = self._timer(SHOWING_MS, self.show_now)
        self._completing = self._timer(COMPLETING_MS, self._complete)
        self._progress = self._timer(PROGRESS_MS, self._show_progress)
        pane.notice.action_wanted.connect(self._on_action)

    def _timer(self, milliseconds: int, action: Callable[[], object]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(action)
        return timer

    @property
    def is_busy(self) -> bool:
        """A record is still to be shown, or is being read whole."""
        return not self._is_shown or self._completing.isActive() or self._tasks.is_running(_COMPLETE)

    def open(self, opened: Opened | None) -> None:
        """Read this record next; None for no record."""
        self._stop()
        self._opened = opened
        self._is_shown = opened is None
        if opened is None:
            self._pane.clear()
        else:
            self._showing.start()

    def forget(self) -> None:
        """Read whole anew what is opened next: it may have changed since."""
        self._whole.clear()

    def show_now(self) -> None:
        """Do not wait any longer with the record that was opened last."""
        opened = self._opened
        if opened is None or self._is_shown:
            return
        self._showing.stop()
        self._is_shown = True
        kept = self._whole.get(opened.key)
        detail = kept if kept is not None else self._read_row(opened)
        if detail is None:
            self._pane.show_problem("This record could not be read.", "Its values in the table are as they were sent.")
            return
        self._show(opened, detail)
        if kept is None and opened.completion is Completion.AT_ONCE:
            self._completing.start()
        elif kept is None and opened.completion is Completion.ON_REQUEST:
            self._offer()

    def _stop(self) -> None:
        for timer in (self._showing, self._completing, self._progress):
            timer.stop()
        self._tasks.cancel(_COMPLETE)

    def _read_row(self, opened: Opened) -> RecordDetail | None:
        try:
            return opened.info.read_detail(opened.record, opened.columns)
        except Exception as error:  # the record before must not stay in view beside the chosen row
            _log.error("a record could not be read: %s", type(error).__name__)
            return None

    def _show(self, opened: Opened, detail: RecordDetail) -> None:
        record = replace(opened.record, source=detail.source) if detail.source else opened.record
        self._pane.show_record(detail, record, self._zone, opened.info.lead_facts)
        if detail.notes:
            self._pane.notice.show_notice(Notice(NoticeLevel.WARNING, " ".join(detail.notes)))
        else:
            self._pane.notice.dismiss()

    # Reading it whole

    def _offer(self) -> None:
        words = "This is the lead as the list gave it. Its history is read on request: calls are scarce here."
        actions = ((READ_WHOLE, "Read everything"),)
        self._pane.notice.show_notice(Notice(NoticeLevel.INFO, words, actions=actions, closable=False))

    def _on_action(self, key: str) -> None:
        if key == READ_WHOLE:
            self._complete()

    def _complete(self) -> None:
        opened = self._opened
        if opened is not None:
            self._progress.start()
            self._tasks.start(_COMPLETE, self._complete_record(opened))

    def _show_progress(self) -> None:
        words = "Reading the whole record and its history…"
        self._pane.notice.show_notice(Notice(NoticeLevel.INFO, words, closable=False))

    async def _complete_record(self, opened: Opened) -> None:
        try:
            provider = await self._accounts.connect(opened.account, self._on_wait)
            detail = await cast("Completes", provider).complete(opened.record, opened.columns)
        except LeaddeskError as error:
            self._show_failure(opened, error)
            return
        finally:
            self._progress.stop()
        self._whole[opened.key] = detail
        while len(self._whole) > _MOST_KEPT:
            self._whole.popitem(last=False)
        if opened is self._opened:
            self._show(opened, detail)

    def _show_failure(self, opened: Opened, error: LeaddeskError) -> None:
        if opened is not self._opened:
            return
        words = words_for(error)
        text = " ".join(part for part in ("Shown is what the list gave.", words.words, words.remedy) if part)
        self._pane.notice.show_notice(
            Notice(
                NoticeLevel.ERROR,
                text,
                "The rest could not be read",
                actions=((READ_WHOLE, "Try again"),),
                details=words.details,
            )
        )
