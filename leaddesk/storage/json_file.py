"""A settings file: JSON, versioned, checked strictly, replaced as a whole or not at all.

What cannot be read is never thrown away: a damaged file is kept beside the new one and reported, a file of a
newer program is left alone.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from leaddesk.domain.errors import FileNotWritten, SettingsDamaged, SettingsNotReadable
from leaddesk.storage.file_lock import locked

PATIENCE_SECONDS = 2.5 if os.name == "nt" else 0.0
"""How long a busy file is tried again: on Windows scanners and readers hold files open for moments."""


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole of one settings file. Every field has a default; a new field means a new version."""

    version: int = 1


class _Head(msgspec.Struct):
    version: int


Shape = TypeVar("Shape", bound=Document)
Result = TypeVar("Result")


class JsonFile(Generic[Shape]):
    """One settings file of a profile.

    Attributes:
        path: where it is.
        problems: what was found damaged since the caller looked last; the caller empties it.
    """

    def __init__(self, path: Path, shape: type[Shape]) -> None:
        """`shape()` is what a missing file means, and its version the newest that is understood."""
        self.path = path
        self.problems: list[SettingsDamaged] = []
        self._shape = shape
        self._default = shape()

    def load(self) -> Shape:
        """The content; the default when there is no file, or when it is damaged and was set aside.

        Raises:
            SettingsNotReadable: a newer program wrote it, or the system refuses to open it.
            FileNotWritten: it is damaged and the folder cannot be written to.
        """
        try:
            return self._read()
        except msgspec.MsgspecError:
            with self._exclusively():
                return self._read_or_set_aside()

    def update(self, change: Callable[[Shape], Shape]) -> Shape:
        """Read the file anew, change it, write it: nothing another program wrote in between is lost.

        Returns the new content. What `change` raises is passed on and nothing is written.

        Raises:
            SettingsNotReadable: see `load`.
            FileNotWritten: the old file is as it was.
        """
        with self._exclusively():
            before = self._read_or_set_aside()
            after = change(before)
            if after != before:
                self._write(after)
        return after

    def _read(self) -> Shape:
        try:
            source = _patiently(self.path.read_bytes).removeprefix(b"\xef\xbb\xbf")  # editors on Windows add it
        except FileNotFoundError:
            return self._default
        except OSError as error:
            raise SettingsNotReadable(
                f"The settings in {self.path} cannot be read: {_words(error)}.", "Nothing was changed. Mend its rights."
            ) from None
        version = _decode(source, _Head).version
        if version > self._default.version:
            raise SettingsNotReadable(
                f"The settings in {self.path} were written by a newer leaddesk.",
                "Start the newer leaddesk, or use another profile. Nothing was changed.",
            )
        if version != self._default.version:
            raise msgspec.ValidationError(f"version {version} was never written")
        return _decode(source, self._shape)

    def _read_or_set_aside(self) -> Shape:
        """Call while holding the lock, so that nobody writes a good file between the look and the rename."""
        try:
            return self._read()
        except msgspec.MsgspecError:
            self._set_aside()
            return self._default

    def _set_aside(self) -> None:
        number = 1
        while (kept := self.path.with_name(f"{self.path.name}.damaged-{number}")).exists():
            number += 1
        try:
            _patiently(lambda: self.path.rename(kept))
        except OSError as error:
            raise SettingsNotReadable(
                f"The settings in {self.path} are damaged and cannot be set aside: {_words(error)}.",
                "Nothing was changed. Move the file away yourself.",
            ) from None
        self.problems.append(
            SettingsDamaged(
                f"The settings in {self.path.name} were damaged; leaddesk goes on without them.",
                f"The damaged file was kept as {kept}.",
            )
        )

    @contextmanager
    def _exclusively(self) -> Generator[None]:
        with ExitStack() as stack:
            try:
                stack.enter_context(locked(self.path.parent))
            except OSError as error:
                raise _not_saved(self.path, error) from None
            yield

    def _write(self, document: Shape) -> None:
        try:
            text = msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
            _replace(self.path, text)
        except UnicodeEncodeError:
            raise FileNotWritten(
                f"{self.path.name} was not saved: half a character was typed or pasted somewhere.",
                "Type that text again. The old settings are as they were.",
            ) from None
        except OSError as error:
            raise _not_saved(self.path, error) from None


def _decode(source: bytes, shape: type[Result]) -> Result:
    try:
        return msgspec.json.decode(source, type=shape)
    except (UnicodeDecodeError, RecursionError):
        raise msgspec.DecodeError("not UTF-8, or nested too deeply") from None


def _not_saved(path: Path, error: OSError) -> FileNotWritten:
    return FileNotWritten(
        f"{path.name} was not saved: {_words(error)}.", f"The old settings are as they were, in {path.parent}."
    )


def _replace(path: Path, content: bytes) -> None:
    """Write beside, then rename over: readers see the old file or the new one. mkstemp makes it 0600."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _patiently(lambda: Path(name).replace(path))
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the rename last through a power cut; Windows has no such call."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _patiently(action: Callable[[], Result]) -> Result:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return action()
        except PermissionError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(0.02)


def _words(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
