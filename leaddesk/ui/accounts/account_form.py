"""The fields of an account of one provider, drawn from its declaration."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from leaddesk.domain.account import AccountField, AccountFieldKind, SignIn, check_account_input
from leaddesk.domain.errors import FieldProblem, InvalidInput
from leaddesk.domain.provider import ProviderInfo
from leaddesk.ui.accounts.server_edit import ServerEdit
from leaddesk.ui.widgets.fold import Fold
from leaddesk.ui.widgets.icon_view import IconView
from leaddesk.ui.widgets.plain_label import plain_label, wrapped_label
from leaddesk.ui.widgets.problem_mark import MarkedField
from leaddesk.ui.widgets.quiet_wheel import quiet_wheels
from leaddesk.ui.widgets.secret_edit import SecretEdit

KEPT_PLACEHOLDER = "kept in the keyring \u2013 fill in to replace"
_STAND_IN = "kept"  # passes the check in place of a secret that stays in the keyring
_NOTHING: Mapping[str, str] = MappingProxyType({})


class AccountForm(QWidget):
    """Help, ways to sign in, fields. Signal: `edited()`."""

    edited = Signal()

    def __init__(
        self, info: ProviderInfo, settings: Mapping[str, str] = _NOTHING, kept_secrets: Collection[str] = ()
    ) -> None:
        """`settings` are the account's plain settings; `kept_secrets` the keys that its keyring entry holds."""
        super().__init__()
        self.info = info
        self._kept = frozenset(kept_secrets)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(10)
        self._ways = QButtonGroup(self)
        self.fold = Fold("Advanced")
        if info.credential_help:
            self._layout.addWidget(_help_panel(info.credential_help))
        self._add_ways()
        self.editors: dict[str, QLineEdit | QComboBox] = {}
        self.boxes: dict[str, MarkedField] = {}
        for item in info.account_fields:
            self._add_field(item, settings.get(item.key, item.default))
        self._layout.addWidget(self.fold)
        self.fold.setVisible(any(self._is_advanced(item) for item in info.account_fields))
        self._choose_way(self._likely_way(settings))
        self._ways.idClicked.connect(self._way_clicked)
        quiet_wheels(self)

    @property
    def way(self) -> SignIn:
        """The chosen way to sign in."""
        return self.info.sign_ins[max(0, self._ways.checkedId())]

    @property
    def way_buttons(self) -> list[QRadioButton]:
        """One for each way; none is shown where there is only one."""
        return [button for button in self._ways.buttons() if isinstance(button, QRadioButton)]

    def values(self) -> dict[str, str]:
        """Raw values of the fields in use; secrets that are kept are left out."""
        kept = self.kept()
        return {item.key: self._text(item.key) for item in self._fields_in_use() if item.key not in kept}

    def kept(self) -> tuple[str, ...]:
        """Keys of the secrets in use that were left blank and are in the keyring."""
        in_use = (item.key for item in self._fields_in_use() if item.is_secret)
        return tuple(key for key in in_use if key in self._kept and not self._text(key))

    def check(self) -> tuple[FieldProblem, ...]:
        """What is wrong, one problem for each field; no message repeats a secret."""
        raw = self.values() | dict.fromkeys(self.kept(), _STAND_IN)
        try:
            check_account_input(self._fields_in_use(), (self.way,), raw)
        except InvalidInput as error:
            return error.problems
        return ()

    def show_problems(self, problems: Collection[FieldProblem]) -> tuple[FieldProblem, ...]:
        """Mark the fields and go to the first; gives those that belong to no field in use."""
        self.clear_problems()
        in_use = {item.key for item in self._fields_in_use()}
        first = True
        for item in self.info.account_fields:
            messages = [problem.message for problem in problems if problem.field == item.key and item.key in in_use]
            if not messages:
                continue
            self.boxes[item.key].show_problem("; ".join(messages))
            if self._is_advanced(item):
                self.fold.set_open(opened=True)
            if first:
                self.editors[item.key].setFocus()
                first = False
        return tuple(problem for problem in problems if problem.field not in in_use)

    def clear_problems(self) -> None:
        """Take all marks away."""
        for box in self.boxes.values():
            box.clear_problem()

    def set_settings(self, settings: Mapping[str, str]) -> tuple[str, ...]:
        """Put these values into their fields, secrets excepted; gives the keys that no field in use has."""
        in_use = {item.key: item for item in self._fields_in_use() if not item.is_secret}
        for key, text in settings.items():
            if key in in_use:
                self._show_text(self.editors[key], text)
                if self._is_advanced(in_use[key]):
                    self.fold.set_open(opened=True)
        return tuple(key for key in settings if key not in in_use)

    def forget_secrets(self) -> None:
        """Empty the lines that hold secrets."""
        for editor in self.editors.values():
            if isinstance(editor, SecretEdit):
                editor.forget()

    def _add_ways(self) -> None:
        if len(self.info.sign_ins) < 2:
            return
        box = QVBoxLayout()
        box.setSpacing(3)
        box.addWidget(plain_label("Sign in with"))
        for place, way in enumerate(self.info.sign_ins):
            button = QRadioButton(way.title.replace("&", "&&"))
            self._ways.addButton(button, place)
            box.addWidget(button)
        self._layout.addLayout(box)

    def _add_field(self, item: AccountField, text: str) -> None:
        editor = self._build_editor(item, text)
        required = any(item.key in way.field_keys for way in self.info.sign_ins)
        box = MarkedField(item.label, editor, help_text=item.help, required=required)
        self.editors[item.key], self.boxes[item.key] = editor, box
        (self.fold.body if self._is_advanced(item) else self._layout).addWidget(box)
        if isinstance(editor, ServerEdit):
            editor.editTextChanged.connect(lambda: self._field_edited(item))
        elif isinstance(editor, QComboBox):
            editor.activated.connect(lambda: self._field_edited(item))
        else:
            editor.textChanged.connect(lambda: self._field_edited(item))

    def _build_editor(self, item: AccountField, text: str) -> QLineEdit | QComboBox:
        if item.is_secret:
            return SecretEdit(placeholder=KEPT_PLACEHOLDER if item.key in self._kept else "")
        if item.kind is AccountFieldKind.SERVER and item.choices:
            return ServerEdit(item.choices, text)
        if item.kind is AccountFieldKind.CHOICE:
            combo = QComboBox()
            for choice in item.choices:
                combo.addItem(choice.label, choice.value)
            combo.setCurrentIndex(max(0, combo.findData(text)))
            return combo
        line = QLineEdit(text)
        line.setPlaceholderText(item.default)
        return line

    def _field_edited(self, item: AccountField) -> None:
        editor, box = self.editors[item.key], self.boxes[item.key]
        fault = editor.fault if isinstance(editor, SecretEdit) else ""
        if fault:
            box.show_problem(fault)
        else:
            box.clear_problem()
        self.edited.emit()

    def _text(self, key: str) -> str:
        editor = self.editors[key]
        if isinstance(editor, ServerEdit):
            return editor.address
        return str(editor.currentData() or "") if isinstance(editor, QComboBox) else editor.text().strip()

    @staticmethod
    def _show_text(editor: QLineEdit | QComboBox, text: str) -> None:
        if isinstance(editor, ServerEdit):
            editor.set_address(text)
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(text)))
        else:
            editor.setText(text)

    def _fields_in_use(self) -> tuple[AccountField, ...]:
        """Those of the chosen way, and those that belong to no way."""
        other = {key for way in self.info.sign_ins for key in way.field_keys} - set(self.way.field_keys)
        return tuple(item for item in self.info.account_fields if item.key not in other)

    def _is_advanced(self, item: AccountField) -> bool:
        """What no way needs and has a default: servers, versions. What has choices (a region) stays in view."""
        needed = any(item.key in way.field_keys for way in self.info.sign_ins)
        return not needed and bool(item.default) and not item.choices

    def _likely_way(self, settings: Mapping[str, str]) -> int:
        """The way whose fields are all filled in or kept, else the usual one."""
        filled = {key for key, text in settings.items() if text} | self._kept
        fitting = [place for place, way in enumerate(self.info.sign_ins) if set(way.field_keys) <= filled]
        return fitting[0] if fitting else 0

    def _choose_way(self, place: int) -> None:
        button = self._ways.button(place)
        if self._ways.buttons():
            button.setChecked(True)
        in_use = {item.key for item in self._fields_in_use()}
        for key, box in self.boxes.items():
            box.setVisible(key in in_use)

    def _way_clicked(self, place: int) -> None:
        self.clear_problems()
        self._choose_way(place)
        self.edited.emit()


def needs_words(info: ProviderInfo) -> str:
    """What has to be at hand for an account of this provider, in one sentence."""
    labels = {item.key: item.label for item in info.account_fields}
    ways = [" and ".join(_in_a_sentence(labels[key]) for key in way.field_keys) for way in info.sign_ins]
    return f"You need: {', or '.join(ways)}."


def _in_a_sentence(label: str) -> str:
    """`Access key` as `access key`; `API key` stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _help_panel(words: str) -> QFrame:
    panel = QFrame()
    panel.setProperty("role", "notice-info")
    layout = QHBoxLayout(panel)
    layout.setContentsMargins(10, 8, 10, 8)
    layout.setSpacing(8)
    label = wrapped_label(words, selectable=True)
    label.setAccessibleName("Where the credential is found")
    layout.addWidget(IconView("key", size=18), 0, Qt.AlignmentFlag.AlignTop)
    layout.addWidget(label, 1)
    return panel
