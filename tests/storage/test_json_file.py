"""Settings files: whole or not at all, damaged ones kept, newer ones left alone."""

from __future__ import annotations

import os
import resource
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from leaddesk.domain.errors import FileNotWritten, SettingsNotReadable
from leaddesk.paths import Profile
from leaddesk.storage import json_file
from leaddesk.storage.file_lock import locked
from leaddesk.storage.json_file import Document, JsonFile


class Notes(Document, frozen=True, forbid_unknown_fields=True, kw_only=True):
    words: tuple[str, ...] = ()
    count: int = 0


@pytest.fixture
def file(profile: Profile) -> JsonFile[Notes]:
    return JsonFile(profile.folder / "notes.json", Notes)


def _says(*words: str) -> Callable[[Notes], Notes]:
    return lambda before: msgspec.structs.replace(before, words=words)


@contextmanager
def _no_room() -> Iterator[None]:
    """Every write to a file fails, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_missing_file_means_the_defaults_and_is_not_made_by_looking(file: JsonFile[Notes]) -> None:
    assert file.load() == Notes()
    assert not file.path.exists()


def test_what_was_written_is_read_by_another_reader(file: JsonFile[Notes]) -> None:
    file.update(_says("Größe", "“quoted”"))
    assert JsonFile(file.path, Notes).load().words == ("Größe", "“quoted”")
    assert msgspec.json.decode(file.path.read_bytes())["version"] == 1


def test_files_are_for_their_owner_alone_whatever_the_umask(file: JsonFile[Notes]) -> None:
    before = os.umask(0)
    try:
        file.update(_says("a"))
        file.update(_says("b"))
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.path.parent.iterdir()}
    assert modes == {"notes.json": 0o600, "settings.lock": 0o600}
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700


def test_a_change_that_changes_nothing_writes_nothing(file: JsonFile[Notes]) -> None:
    file.update(_says("a"))
    inode = file.path.stat().st_ino
    file.update(_says("a"))
    assert file.path.stat().st_ino == inode


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"words": []}',
        b'{"version": 0}',
        b'{"version": "1"}',
        b'{"version": 1, "words": "a"}',
        b'{"version": 1, "count": "1"}',
        b'{"version": 1, "unknown": 1}',
        b'{"version": 1, "words": ["\xff"]}',
        b'{"version": 1, "words": ["\\ud800"]}',
        b'{"version": 1, "words": ' + b"[" * 100_000,
        b"\x00" * 4096,
    ],
)
def test_a_damaged_file_is_kept_beside_and_reported(file: JsonFile[Notes], content: bytes) -> None:
    file.path.write_bytes(content)
    assert file.load() == Notes()
    kept = file.path.with_name("notes.json.damaged-1")
    assert kept.read_bytes() == content
    assert not file.path.exists()
    (problem,) = file.problems
    assert "notes.json" in problem.what
    assert str(kept) in problem.remedy


def test_a_second_damaged_file_does_not_replace_the_first(file: JsonFile[Notes]) -> None:
    for content in (b"first", b"second"):
        file.path.write_bytes(content)
        file.update(_says("new"))
    kept = [file.path.with_name(f"notes.json.damaged-{number}").read_bytes() for number in (1, 2)]
    assert kept == [b"first", b"second"]
    assert len(file.problems) == 2
    assert file.load().words == ("new",)


def test_a_newer_file_is_neither_read_nor_overwritten(file: JsonFile[Notes]) -> None:
    content = b'{"version": 2, "something": "new"}'
    file.path.write_bytes(content)
    with pytest.raises(SettingsNotReadable, match="newer leaddesk"):
        file.load()
    with pytest.raises(SettingsNotReadable, match="newer leaddesk"):
        file.update(_says("a"))
    assert file.path.read_bytes() == content
    assert file.problems == []


def test_a_file_saved_by_an_editor_with_a_byte_order_mark_is_read(file: JsonFile[Notes]) -> None:
    file.path.write_bytes(b'\xef\xbb\xbf{"version": 1, "words": ["a"]}')
    assert file.load().words == ("a",)


def test_what_is_no_file_is_refused_and_left(file: JsonFile[Notes]) -> None:
    file.path.mkdir()
    with pytest.raises(SettingsNotReadable, match="directory"):
        file.load()
    assert file.path.is_dir()


def test_a_full_disk_leaves_the_old_file_and_no_rest(file: JsonFile[Notes]) -> None:
    file.update(_says("old"))
    with _no_room(), pytest.raises(FileNotWritten, match="not saved"):
        file.update(_says("new"))
    assert file.load().words == ("old",)
    assert {path.name for path in file.path.parent.iterdir()} == {"notes.json", "settings.lock"}


def test_a_folder_that_is_gone_is_told(file: JsonFile[Notes]) -> None:
    file.path.parent.rmdir()
    with pytest.raises(FileNotWritten, match="no such file or directory"):
        file.update(_says("a"))


def test_half_a_character_is_refused_in_words(file: JsonFile[Notes]) -> None:
    file.update(_says("old"))
    with pytest.raises(FileNotWritten, match="half a character"):
        file.update(_says("\ud83d"))
    assert file.load().words == ("old",)


def test_a_change_that_fails_writes_nothing_and_frees_the_lock(file: JsonFile[Notes]) -> None:
    def fail(_before: Notes) -> Notes:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        file.update(fail)
    assert not file.path.exists()
    assert file.update(_says("a")).words == ("a",)


def test_a_file_that_is_busy_for_a_moment_is_tried_again(
    file: JsonFile[Notes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace a file that a scanner holds open; here the refusal is played."""
    refusals = iter([True, True, False])
    replace = Path.replace

    def busy(path: Path, target: Path) -> Path:
        if next(refusals):
            raise PermissionError(13, "Permission denied")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", busy)
    monkeypatch.setattr(json_file, "PATIENCE_SECONDS", 2.5)
    file.update(_says("a"))
    assert file.load().words == ("a",)


def test_threads_that_change_at_once_lose_nothing(file: JsonFile[Notes]) -> None:
    def count() -> None:
        mine = JsonFile(file.path, Notes)
        for _ in range(20):
            mine.update(lambda before: msgspec.structs.replace(before, count=before.count + 1))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert file.load().count == 80


def test_a_lock_that_is_never_freed_is_given_up_with_words(tmp_path: Path) -> None:
    with (
        locked(tmp_path),
        pytest.raises(TimeoutError, match="another program"),
        locked(tmp_path, patience_seconds=0.05),
    ):
        pytest.fail("the lock was given twice")
