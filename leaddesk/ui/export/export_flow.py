"""An export from the window: the dialog on one side, loading and writing on the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from leaddesk.domain.errors import FileNotWritten, LeaddeskError
from leaddesk.domain.page import Coverage
from leaddesk.domain.record import Record
from leaddesk.services.accounts import AccountService
from leaddesk.services.export import (
    ExportFormat,
    ExportPlan,
    ExportResult,
    ExportService,
    PlacingFailed,
    default_file_name,
    incomplete_name,
    suggest_other_name,
)
from leaddesk.services.export_plan import export_plan
from leaddesk.services.preferences import PreferenceService
from leaddesk.ui.async_tasks import TaskOwner
from leaddesk.ui.error_view import words_for
from leaddesk.ui.export.export_offer import ALL, Offer, coverage_of, in_batches, records_of, rows_in_order
from leaddesk.ui.export.export_request import ExportChoice, ExportRequest
from leaddesk.ui.results.lazy_sequence import LazySequence

if TYPE_CHECKING:  # late where they are made: no window needs them to come up
    from leaddesk.services.loaded.load_all import LoadAll
    from leaddesk.services.loaded.loaded_result import LoadedResult
    from leaddesk.ui.export.export_dialog import ExportDialog

_GOOD_FOR = {
    ExportFormat.XLSX: "The safe choice for Excel: phones, ZIP codes and ids stay as they are, dates are real dates.",
    ExportFormat.CSV_SPREADSHEET: "Opens in any spreadsheet. A phone that begins with + gets an apostrophe in front.",
    ExportFormat.CSV_EXACT: "Exact values for another program. Do not open it in a spreadsheet.",
    ExportFormat.JSON_LINES: "Every record whole, as the provider sent it, one a line. For programmers.",
}
CHOICES = tuple(ExportChoice(kind.value, kind.label, words, kind.suffix) for kind, words in _GOOD_FOR.items())
_TASK = "export"


class LoadingStopped(Exception):
    """Loading ended before the end; nothing is to be written under the wanted name."""

    def __init__(self, error: LeaddeskError) -> None:
        """`error` is what ended it."""
        super().__init__(str(error))
        self.error = error


@dataclass(slots=True)
class _Attempt:
    """One export under way: what was wanted, and what has come so far of what had to be fetched."""

    offer: Offer
    request: ExportRequest
    loaded: LoadedResult | None = field(default=None, repr=False)
    coverage: Coverage | None = None
    waiting: PlacingFailed | None = None

    @property
    def records(self) -> Sequence[Record]:
        """What has come, read from there one by one."""
        loaded = self.loaded
        return () if loaded is None else LazySequence(range(loaded.row_count), loaded.record)


class ExportFlow(QObject):
    """Opens the dialog and carries the export out. Signal `exported(str)`: words for the status line."""

    exported = Signal(str)

    def __init__(
        self,
        accounts: AccountService,
        preferences: PreferenceService,
        exports: ExportService,
        tasks: TaskOwner,
        window: QWidget,
    ) -> None:
        """`window` is the parent of the dialog."""
        super().__init__(window)
        self._accounts = accounts
        self._preferences = preferences
        self._exports = exports
        self._tasks = tasks
        self._window = window
        self.dialog: ExportDialog | None = None
        self._attempt: _Attempt | None = None

    @property
    def is_running(self) -> bool:
        """Whether a file is being written."""
        return self._tasks.is_running(_TASK)

    def open(self, offer: Offer, scope: str) -> None:
        """Ask what is to be written, beginning with this scope. While an export runs, its dialog is shown again."""
        if self.dialog is not None and self.dialog.is_running:
            self.dialog.show()
            self.dialog.raise_()
            return
        if self.dialog is not None:
            self.dialog.close()
        noun = (offer.noun, f"{offer.noun}s")
        from leaddesk.ui.export.export_dialog import ExportDialog

        dialog = self.dialog = ExportDialog(CHOICES, noun=noun, zone_name=str(offer.zone), parent=self._window)
        dialog.set_scopes(offer.scopes(), scope)
        asking = offer.shown.asking
        name = default_file_name(
            asking.info.title, asking.spec.title, datetime.now(UTC).astimezone(offer.zone), ExportFormat.XLSX
        )
        dialog.set_target(self._preferences.export_folder() or _usual_folder(), Path(name).stem)
        dialog.export_requested.connect(partial(self._begin, offer))
        dialog.cancel_wanted.connect(self._cancel)
        dialog.retry_wanted.connect(self._retry)
        dialog.save_partial_wanted.connect(self._save_partial)
        dialog.open_wanted.connect(_open)
        dialog.show_in_folder_wanted.connect(_open_folder)
        dialog.finished.connect(partial(self._forget, dialog))
        dialog.show()

    def _forget(self, dialog: ExportDialog, _result: int) -> None:
        """The dialog was left; a finished file that never got its name is not to stay behind."""
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()
        self._take_attempt(None)

    def _take_attempt(self, attempt: _Attempt | None) -> None:
        former, self._attempt = self._attempt, attempt
        if former is not None and former.waiting is not None:
            self._tasks.start("export discard", self._exports.discard(former.waiting))

    async def aclose(self) -> None:
        """The window is left: see `_forget`."""
        attempt, self._attempt = self._attempt, None
        if attempt is not None and attempt.waiting is not None:
            await self._exports.discard(attempt.waiting)

    def _begin(self, offer: Offer, request: ExportRequest) -> None:
        attempt = _Attempt(offer, request)
        self._take_attempt(attempt)
        self._start(attempt, partial=False)

    def _start(self, attempt: _Attempt, *, partial: bool) -> None:
        dialog = self.dialog
        if dialog is not None:
            dialog.show_running(f"Writing {attempt.request.path.name}")
            self._tasks.start(_TASK, self._export(dialog, attempt, partial=partial))

    def _cancel(self) -> None:
        self._tasks.cancel(_TASK)

    # Carrying out

    async def _export(self, dialog: ExportDialog, attempt: _Attempt, *, partial: bool) -> None:
        request, offer = attempt.request, attempt.offer
        finished = False
        try:
            if request.scope == ALL and not partial:
                result = await (self._fetch_all if offer.loaded is None else self._write_loaded)(dialog, attempt)
            elif partial:
                result = await self._write(dialog, attempt, attempt.records, attempt.coverage)
            else:
                result = await self._write(dialog, attempt, await records_of(offer, request.scope), None)
            finished = True
        except LoadingStopped as stopped:
            finished = True
            self._show_incomplete(dialog, attempt, stopped.error)
            return
        except PlacingFailed as error:
            finished = True
            attempt.waiting = error
            _show_failed(dialog, error, request.path)
            return
        except LeaddeskError as error:
            finished = True
            _show_failed(dialog, error, request.path)
            return
        finally:
            if not finished:
                dialog.show_cancelled()
        self._show_done(dialog, attempt, result)

    async def _fetch_all(self, dialog: ExportDialog, attempt: _Attempt) -> ExportResult:
        """Load it as the table would, compactly and with pages that overlap, and write it then."""
        load = await self._open_load(dialog, attempt)
        try:
            await load.run(lambda progress: dialog.show_progress(progress.loaded, progress.total))
        finally:
            attempt.coverage = load.coverage()
        if load.error is not None:
            raise LoadingStopped(load.error)
        return await self._write(dialog, attempt, attempt.records, attempt.coverage)

    async def _open_load(self, dialog: ExportDialog, attempt: _Attempt) -> LoadAll:
        from leaddesk.services.loaded.load_all import LoadAll
        from leaddesk.services.loaded.loaded_result import LoadedResult

        asking, query = attempt.offer.shown.asking, attempt.offer.shown.result.query
        loaded = attempt.loaded = LoadedResult(asking.spec, query, columns=())
        provider = await self._accounts.connect(
            asking.account, lambda wait: dialog.show_progress(loaded.row_count, None, f"Waiting: {wait.reason}")
        )
        return LoadAll(provider, asking.spec, query, loaded)

    async def _write_loaded(self, dialog: ExportDialog, attempt: _Attempt) -> ExportResult:
        """All that is loaded, in the order of the table; what narrows the table leaves nothing out here."""
        whole = attempt.offer.loaded
        assert whole is not None
        records = LazySequence(await rows_in_order(whole), whole.result.record)
        return await self._write(dialog, attempt, records, whole.load.coverage())

    async def _write(
        self, dialog: ExportDialog, attempt: _Attempt, records: Sequence[Record], coverage: Coverage | None
    ) -> ExportResult:
        statement = coverage or coverage_of(attempt.offer, attempt.request.scope, len(records))
        return await self._exports.export(
            self._plan(attempt),
            in_batches(records),
            attempt.request.path,
            coverage=lambda: statement,
            on_progress=lambda done: dialog.show_progress(done, len(records), "Reading" if coverage else "Writing"),
            on_writing=lambda done: dialog.show_progress(done, len(records), "Writing"),
        )

    def _plan(self, attempt: _Attempt) -> ExportPlan:
        offer, request = attempt.offer, attempt.request
        asking = offer.shown.asking
        return export_plan(
            asking.info,
            asking.spec,
            asking.account,
            asking.sent_raw,
            file_format=ExportFormat(request.choice),
            columns=None if request.all_columns else offer.columns,
            named=offer.shown.result.columns,
            zone=offer.zone if request.local_zone else UTC,
        )

    # How it ended

    def _show_done(self, dialog: ExportDialog, attempt: _Attempt, result: ExportResult) -> None:
        noun = attempt.offer.noun if result.rows == 1 else f"{attempt.offer.noun}s"
        words = f"{result.rows:,} {noun} written" + (f", with {result.sends:,} sends" if result.sends else "") + "."
        dialog.show_done(result.path, words, result.coverage.notes)
        self.exported.emit(f"{result.rows:,} {noun} exported to {result.path.name}")
        self._attempt = None
        self._preferences.remember_export_folder(result.path.parent)

    def _show_incomplete(self, dialog: ExportDialog, attempt: _Attempt, error: LeaddeskError) -> None:
        total = attempt.coverage.total if attempt.coverage is not None else None
        loaded = len(attempt.records)
        words = f"{error.what} {error.remedy}".strip()
        dialog.show_incomplete(
            words, loaded=loaded, total=total, partial=incomplete_name(attempt.request.path, loaded, total)
        )

    def _retry(self, path: Path) -> None:
        attempt = self._attempt
        if attempt is None or self.dialog is None:
            return
        attempt.request = replace(attempt.request, path=path)
        if attempt.waiting is not None:
            self.dialog.show_running(f"Writing {path.name}")
            self._tasks.start(_TASK, self._place(self.dialog, attempt, attempt.waiting))
        else:
            attempt.loaded = None
            self._start(attempt, partial=False)

    async def _place(self, dialog: ExportDialog, attempt: _Attempt, waiting: PlacingFailed) -> None:
        """The file is written already and only needs its name."""
        finished = False
        try:
            result = await self._exports.retry_placing(waiting, attempt.request.path)
            finished = True
        except FileNotWritten as error:
            finished = True
            _show_failed(dialog, error, attempt.request.path)
            return
        finally:
            if not finished:
                dialog.show_cancelled()
        attempt.waiting = None
        self._show_done(dialog, attempt, result)

    def _save_partial(self, path: Path) -> None:
        if self._attempt is not None:
            self._attempt.request = replace(self._attempt.request, path=path)
            self._start(self._attempt, partial=True)


def _show_failed(dialog: ExportDialog, error: LeaddeskError, path: Path) -> None:
    words = words_for(error)
    other = suggest_other_name(path)
    dialog.show_failed(words.words, words.remedy, path, other, old_file_kept=path.exists())


def _usual_folder() -> Path:
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _open_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
