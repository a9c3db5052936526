"""What is shown for a value, and what value is meant by a text. Pure; no Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from leaddesk.domain.search import Choice


class ChoiceNames:
    """The choices of one list, both ways. Thousands of choices are as quick as a few.

    Attributes:
        choices: in the order in which they are offered; of a value that comes twice the last.
        texts: what is shown, by value.
    """

    def __init__(self, choices: Sequence[Choice] = (), *, with_values: bool = True) -> None:
        """`with_values`: values can be typed as well, see `choice_texts`."""
        self.choices = tuple({choice.value: choice for choice in choices}.values())
        self.texts = choice_texts(self.choices, with_values=with_values)
        self._values = {text: value for value, text in self.texts.items()}
        self._labels = Counter(choice.label.casefold() for choice in self.choices)
        self._by_label = {choice.label.casefold(): choice.value for choice in self.choices}

    def __bool__(self) -> bool:
        """Whether there is anything to choose from."""
        return bool(self.choices)

    def is_known(self, value: str) -> bool:
        """Whether it is one of the choices."""
        return value in self.texts

    def text_of(self, value: str) -> str:
        """What is shown for it; a value that is no choice is shown as it is."""
        return self.texts.get(value, value)

    def value_of(self, text: str) -> str:
        """The value of a shown text, of a label that stands for one choice only, or the text itself. No guesses."""
        typed = text.strip()
        if typed in self._values:
            return self._values[typed]
        if typed in self.texts:
            return typed
        label = typed.casefold()
        return self._by_label[label] if self._labels[label] == 1 else typed

    def is_ambiguous(self, text: str) -> bool:
        """Whether it is the label of several choices and the value of none: one of them has to be picked."""
        typed = text.strip()
        return self._labels[typed.casefold()] > 1 and typed not in self.texts and typed not in self._values


def choice_texts(choices: Sequence[Choice], *, with_values: bool) -> dict[str, str]:
    """What is shown for each value: its label, or `Mortgage (1001)`.

    Numbers stand beside their labels where they can also be typed (`with_values`), and any value beside a label
    that comes twice.
    """
    labels = Counter(choice.label for choice in choices)
    texts: dict[str, str] = {}
    for choice in choices:
        bare = not choice.label or choice.label == choice.value
        named = (with_values and choice.value.lstrip("-").isdigit()) or labels[choice.label] > 1
        texts[choice.value] = choice.value if bare else f"{choice.label} ({choice.value})" if named else choice.label
    return texts
