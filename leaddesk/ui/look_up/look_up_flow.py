"""The look-up's place in the window: the box that is always there, and the screen, made when it is first needed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.provider import LookUpAsked
from leaddesk.services.preferences import PreferenceService
from leaddesk.ui.async_tasks import TaskOwner
from leaddesk.ui.look_up.look_up_box import LookUpBox

if TYPE_CHECKING:
    from leaddesk.domain.account import Account
    from leaddesk.services.accounts import AccountService
    from leaddesk.ui.look_up.look_up_screen import LookUpScreen

_SPLITTER: Final = "look-up splitter"


class LookUpFlow(QObject):
    """Owns both, and the tasks of the screen.

    Signals:
        came_into_view(): the look-up stands on screen, in place of whatever did.
        search_wanted(): the search is to come back.
        account_wanted(Account, LeaddeskError | None): this account is to be opened for mending; what it failed with.
        waiting_changed(): there is something to stop, or nothing any more.
    """

    came_into_view = Signal()
    search_wanted = Signal()
    account_wanted = Signal(object, object)
    waiting_changed = Signal()

    def __init__(
        self,
        accounts: AccountService,
        preferences: PreferenceService,
        stack: QStackedWidget,
        zone: tzinfo,
        on_error: Callable[[str, Exception], None],
    ) -> None:
        """`stack` is where the screen will stand; `zone` the person's own; `on_error` as in `TaskOwner`."""
        super().__init__(stack)
        self.box = LookUpBox()
        self.screen: LookUpScreen | None = None
        self.tasks = TaskOwner(on_error)
        self._accounts = accounts
        self._preferences = preferences
        self._stack = stack
        self._zone = zone
        self._on_error = on_error
        self.box.look_up_wanted.connect(self._look_up)
        self.box.left.connect(self._on_box_left)

    @property
    def in_view(self) -> LookUpScreen | None:
        """The screen, while it is what is seen."""
        return self.screen if self.screen is not None and self._stack.currentWidget() is self.screen else None

    def take_keyboard(self) -> None:
        """The keyboard goes into the box; what is on screen stays."""
        self.box.take_keyboard()

    def on_account_changed(self, account: Account) -> None:
        """What failed in it is tried again."""
        if self.screen is not None:
            self.screen.ask_mended(account)

    def window_states(self) -> dict[str, str]:
        """Where the screen's parts stand, to be kept."""
        if self.screen is None:
            return {}
        return {_SPLITTER: self.screen.splitter.saveState().toBase64().toStdString()}

    async def aclose(self) -> None:
        """Stop all work."""
        await self.tasks.close()

    def _look_up(self, asked: LookUpAsked) -> None:
        screen = self.screen or self._make_screen()
        self._stack.setCurrentWidget(screen)
        self.came_into_view.emit()
        try:
            screen.look_up(asked)
        except LeaddeskError as error:
            self._on_error("look-up", error)

    def _make_screen(self) -> LookUpScreen:
        from leaddesk.ui.look_up.look_up_screen import LookUpScreen  # late: no window needs it to come up

        screen = self.screen = LookUpScreen(self._accounts, self.box, self.tasks, self._zone)
        screen.back_wanted.connect(self.search_wanted)
        screen.account_wanted.connect(self.account_wanted)
        screen.waiting_changed.connect(self.waiting_changed)
        splitter = self._preferences.window_state(_SPLITTER)
        if splitter:
            screen.splitter.restoreState(QByteArray.fromBase64(splitter.encode()))
        self._stack.addWidget(screen)
        return screen

    def _on_box_left(self) -> None:
        """Esc in the box stops a look-up; else it goes back to the search."""
        if self.in_view is not None:
            self.in_view.escape()
        else:
            self.search_wanted.emit()
