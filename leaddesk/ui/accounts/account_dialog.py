"""The account dialog, drawn from what the providers declare. It neither fetches nor keeps anything itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from leaddesk.domain.account import Account
from leaddesk.domain.errors import AccountMending, FieldProblem
from leaddesk.domain.provider import AccountReport, ProviderInfo
from leaddesk.ui.accounts.account_draft import ACCOUNT_NAME_KEY, AccountDraft
from leaddesk.ui.accounts.account_form import AccountForm, needs_words
from leaddesk.ui.accounts.report_view import ReportView
from leaddesk.ui.widgets.icon_view import IconView
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.name_dialog import MOST_NAME_CHARACTERS, name_problem
from leaddesk.ui.widgets.plain_label import heading_label, muted_label
from leaddesk.ui.widgets.problem_mark import MarkedField, ProblemLine
from leaddesk.ui.widgets.quiet_wheel import quiet_wheels
from leaddesk.ui.widgets.tab_order import chain_tabs, tab_stops


class AccountDialog(QDialog):
    """Add an account, or change one. Show it with `open()`; it stays open until `accept()` is called or it is left.

    Signals:
        test_requested(AccountDraft): the input is well formed; try it. Also when a change that the report offered
            was put into the fields.
        test_cancel_wanted(): the running test is to stop; call `show_idle` then.
        save_requested(AccountDraft): the input is well formed; keep it, then call `accept`.

    Secrets are emptied out of the dialog whichever way it is left.
    """

    test_requested = Signal(object)
    test_cancel_wanted = Signal()
    save_requested = Signal(object)

    def __init__(
        self,
        providers: Sequence[ProviderInfo],
        parent: QWidget | None = None,
        *,
        account: Account | None = None,
        kept_secrets: Collection[str] = (),
        taken_names: Collection[str] = (),
    ) -> None:
        """`account` is the one to change; `kept_secrets` are the keys of its secrets in the keyring.

        `taken_names` are the names of the other accounts.
        """
        super().__init__(parent)
        self._providers = tuple(info for info in providers if account is None or info.key == account.provider)
        self._account, self._kept = account, kept_secrets
        self._taken = tuple(name for name in taken_names if account is None or name != account.name)
        self._testing = False
        self._name_touched = account is not None
        self.setWindowTitle("Add an account" if account is None else "Change the account")
        self.provider = QComboBox()
        for info in self._providers:
            self.provider.addItem(info.title, info.key)
        self._needs = muted_label()
        self.name = QLineEdit()
        self.name.setMaxLength(MOST_NAME_CHARACTERS)
        self._name_box = MarkedField("Account name", self.name, required=True)
        self._storage_sign = IconView("shield", size=16)
        self._storage = muted_label()
        self._stray = ProblemLine()
        self.report = ReportView()
        self.test_button = QPushButton(icon("refresh"), "Test")
        self.cancel_button = QPushButton("Cancel")
        self.save_button = QPushButton("Save")
        self._arrange()
        self.form = self._build_form()
        self._connect()

    @property
    def storage_words(self) -> str:
        """What is said about where secrets are kept."""
        return self._storage.text()

    @property
    def stray_words(self) -> str:
        """Problems shown above the buttons because they belong to no field in view."""
        return self._stray.text

    @property
    def info(self) -> ProviderInfo:
        """The provider picked."""
        return self._providers[max(0, self.provider.currentIndex())]

    def draft(self) -> AccountDraft:
        """What stands in the dialog."""
        return AccountDraft(self.info.key, self.name.text().strip(), self.form.values(), self.form.kept())

    def set_storage_words(self, text: str, warning: bool) -> None:  # noqa: FBT001 - the one state it has
        """Say where secrets are kept; `warning` when they are not kept beyond this run."""
        self._storage.setText(text)
        self._storage.setProperty("role", "problem" if warning else "muted")
        self._storage.style().unpolish(self._storage)
        self._storage.style().polish(self._storage)
        role = self.palette().ColorRole.BrightText if warning else self.palette().ColorRole.WindowText
        self._storage_sign.show_icon("alert" if warning else "shield", role)
        self._storage_sign.setVisible(bool(text))

    def show_testing(self) -> None:
        """The test is under way: fields rest, the button stops it."""
        self._set_testing(testing=True)
        self.report.show_testing()
        self._reveal(self.report)

    def show_idle(self) -> None:
        """No test is under way and none was finished."""
        self._set_testing(testing=False)
        self.report.show_nothing()

    def show_report(self, report: AccountReport) -> None:
        """Show what the test found."""
        self._set_testing(testing=False)
        self.report.show_report(report)
        self._reveal(self.report)

    def show_problems(self, problems: Sequence[FieldProblem]) -> None:
        """Mark the fields and go to the first; what belongs to no field stands above the buttons."""
        if self._testing:
            self.show_idle()
        names = [problem.message for problem in problems if problem.field == ACCOUNT_NAME_KEY]
        self._name_box.clear_problem()
        others = [problem for problem in problems if problem.field != ACCOUNT_NAME_KEY]
        stray = self.form.show_problems(others)
        if names:
            self._name_box.show_problem("; ".join(names))
            self.name.setFocus()
        labels = {item.key: item.label for item in self.info.account_fields}
        self._stray.show_text("; ".join(f"{labels.get(p.field, p.field)}: {p.message}" for p in stray))

    def check(self) -> tuple[FieldProblem, ...]:
        """Everything that keeps the account from being tested or kept."""
        wrong_name = name_problem(self.name.text(), self._taken)
        name = (FieldProblem(ACCOUNT_NAME_KEY, wrong_name),) if wrong_name else ()
        return name + self.form.check()

    def done(self, result: int) -> None:
        """Leave the dialog: secrets are emptied first, a running test is called off."""
        if self._testing:
            self.test_cancel_wanted.emit()
            self._set_testing(testing=False)
        self.form.forget_secrets()
        super().done(result)

    def _build_form(self) -> AccountForm:
        settings: Mapping[str, str] = self._account.settings if self._account is not None else {}
        form = AccountForm(self.info, settings, self._kept)
        form.edited.connect(self._edited)
        self._form_place.addWidget(form)
        self._needs.setText(needs_words(self.info))
        self.provider.setAccessibleDescription(needs_words(self.info))
        if not self._name_touched:
            self.name.setText(self._free_name(self.info.title))
        elif self._account is not None and not self.name.text():
            self.name.setText(self._account.name)
        quiet_wheels(self)
        stops = [self.provider, self.name, *tab_stops(form), self.test_button, self.cancel_button, self.save_button]
        chain_tabs(stops)
        return form

    def _free_name(self, wished: str) -> str:
        """The wished name, with a number where it is taken."""
        names = (wished if number == 1 else f"{wished} {number}" for number in range(1, len(self._taken) + 3))
        return next(name for name in names if not name_problem(name, self._taken))

    def _arrange(self) -> None:
        content = QWidget()
        fields = self._fields = QVBoxLayout(content)
        fields.setContentsMargins(14, 12, 14, 12)
        fields.setSpacing(10)
        self._provider_box = MarkedField("Provider", self.provider)
        self._form_place = QVBoxLayout()
        heading = "Add an account" if self._account is None else f"Change “{self._account.name}”"
        fields.addWidget(heading_label(heading))
        chooser = QVBoxLayout()
        chooser.setSpacing(2)
        chooser.addWidget(self._provider_box)
        chooser.addWidget(self._needs)
        self._needs.setVisible(self._account is None)
        fields.addLayout(chooser)
        fields.addWidget(self._name_box)
        fields.addLayout(self._form_place)
        fields.addWidget(self.report)
        fields.addStretch()
        self.provider.setEnabled(len(self._providers) > 1)
        self.scroll_area = QScrollArea()
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.scroll_area, 1)
        layout.addLayout(self._footer())
        self.resize(540, 760)
        self.setMinimumWidth(420)

    def _footer(self) -> QVBoxLayout:
        storage = QHBoxLayout()
        storage.setSpacing(7)
        storage.addWidget(self._storage_sign, 0, Qt.AlignmentFlag.AlignTop)
        storage.addWidget(self._storage, 1)
        self._storage_sign.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.test_button)
        buttons.addStretch()
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.save_button)
        self.test_button.setAutoDefault(False)
        self.cancel_button.setAutoDefault(False)
        self.save_button.setProperty("role", "primary")
        self.save_button.setDefault(True)
        footer = QVBoxLayout()
        footer.setContentsMargins(14, 8, 14, 12)
        footer.setSpacing(8)
        footer.addWidget(self._stray)
        footer.addLayout(storage)
        footer.addLayout(buttons)
        return footer

    def _connect(self) -> None:
        self.provider.activated.connect(self._provider_picked)
        self.name.textEdited.connect(self._name_edited)
        self.test_button.clicked.connect(self._test_clicked)
        self.save_button.clicked.connect(self._save_clicked)
        self.cancel_button.clicked.connect(self.reject)
        self.report.mending_wanted.connect(self._mend)

    def _provider_picked(self) -> None:
        if self.form.info.key == self.info.key:
            return
        self.form.forget_secrets()
        self._form_place.removeWidget(self.form)
        self.form.hide()
        self.form.deleteLater()
        self.form = self._build_form()
        self._edited()

    def _name_edited(self) -> None:
        self._name_touched = True
        self._name_box.clear_problem()
        self._stray.show_text("")

    def _edited(self) -> None:
        """A report speaks of what was tested, not of what stands there now."""
        self._stray.show_text("")
        if not self._testing:
            self.report.show_nothing()

    def _test_clicked(self) -> None:
        if self._testing:
            self.test_cancel_wanted.emit()
        elif self._is_well_formed():
            self.test_requested.emit(self.draft())

    def _mend(self, mending: AccountMending) -> None:
        """Put the settings into their fields and test what stands there then; only Save keeps it."""
        labels = {item.key: item.label for item in self.info.account_fields}
        unknown = self.form.set_settings(dict(mending.settings))
        if unknown:
            names = ", ".join(labels.get(key, key) for key in unknown)
            self._stray.show_text(f"This could not be set here: {names}")
        elif self._is_well_formed():
            self.test_requested.emit(self.draft())

    def _save_clicked(self) -> None:
        if self._is_well_formed():
            self.save_requested.emit(self.draft())

    def _is_well_formed(self) -> bool:
        problems = self.check()
        self.show_problems(problems)
        return not problems

    def _set_testing(self, *, testing: bool) -> None:
        self._testing = testing
        for resting in (self._provider_box, self._name_box, self.form, self.save_button):
            resting.setEnabled(not testing)
        self.test_button.setText("Stop the test" if testing else "Test")
        self.test_button.setIcon(icon("stop" if testing else "refresh"))

    def _reveal(self, widget: QWidget) -> None:
        self._fields.activate()
        self.scroll_area.ensureWidgetVisible(widget, 0, 0)
