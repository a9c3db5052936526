"""One field of a search: how it is edited, checked and typed. Declared by providers, drawn by forms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FieldKind(StrEnum):
    """How a search field is edited and checked, and the type its value has in a query."""

    TEXT = "text"  # str
    INTEGER = "integer"  # int
    CHOICE = "choice"  # str, one of the choices (or any, with `allow_other`)
    MOMENT = "date and time"  # aware datetime in UTC
    TEXT_LIST = "list"  # tuple of str
    CONDITIONS = "conditions"  # dict: JSON object, with a builder of rows (field, operator, value)
    YES_NO = "yes or no"  # bool
    ID_LIST = "list of ids"  # tuple of str: pasted from anywhere, cleaned, each once
    MOMENT_LIST = "list of dates and times"  # tuple of aware datetimes in UTC
    CONDITION_LIST = "list of conditions"  # tuple of dict: JSON list of objects as `ConditionRow` says


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a field may take: what is sent, and what a person reads."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Operator:
    """One comparison of the conditions builder: its name on the wire (empty for plain equality) and its sign."""

    wire: str
    sign: str


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """What one object of a CONDITION_LIST is made of: a name, mostly an operator, and values.

    Attributes:
        name_key, operator_key, values_key: the vendor's own keys; `operator_key` empty when there is none.
        operators: the comparisons there are, by their name on the wire.
        many_values: operators that take several values; the others take one.
        no_value: operators that take none.
        fixed_name: the only name there is, when there is just one; then it is not asked for.
        values_from: name of a list to fetch from the account for the values, else empty.
        number_values: values go onto the wire as numbers.
    """

    name_key: str
    values_key: str
    operator_key: str = ""
    operators: tuple[Operator, ...] = ()
    many_values: tuple[str, ...] = ()
    no_value: tuple[str, ...] = ()
    fixed_name: str = ""
    values_from: str = ""
    number_values: bool = False


@dataclass(frozen=True, slots=True)
class OnlyWith:
    """A field that has a meaning only while another CHOICE field has this value."""

    field_key: str
    value: str


@dataclass(frozen=True, slots=True)
class SearchField:
    """One field of a search.

    Attributes:
        key: the vendor's own name for it, also on the command line.
        label: what a person reads.
        kind: editor, check and type.
        help: one sentence under the field.
        choices: fixed choices.
        choices_from: name of a list to fetch from the account (`Provider.fetch_choices`), else empty.
        allow_other: a value outside the choices may be typed. A list that is fetched may always be left.
        default: raw value the form starts with.
        minimum, maximum: bounds of an INTEGER; the most items of a list.
        operators: the comparisons of a CONDITIONS field.
        row: what a CONDITION_LIST is made of.
        pattern: regular expression that a TEXT, or each item of an ID_LIST, matches from end to end.
        pattern_words: what such a text is, in words (`10 to 15 digits`).
        only_with: the other field's value that this field needs.
        suggest_columns: prefix of the column keys offered for completion (`Fields.`), else empty.
        suggest_values: key of the column whose values in the rows on screen are offered, else empty.
        advanced: shown under "More" in the form.
    """

    key: str
    label: str
    kind: FieldKind
    required: bool = False
    help: str = ""
    choices: tuple[Choice, ...] = ()
    choices_from: str = ""
    allow_other: bool = False
    default: str = ""
    minimum: int | None = None
    maximum: int | None = None
    operators: tuple[Operator, ...] = ()
    row: ConditionRow | None = None
    pattern: str = ""
    pattern_words: str = ""
    only_with: OnlyWith | None = None
    suggest_columns: str = ""
    suggest_values: str = ""
    advanced: bool = False
