from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from leaddesk.domain.errors import FileNotWritten
from leaddesk.exporting.partial_file import PartialFile, TargetInUse, WritingStopped, check_target

REPOSITORY = Path(__file__).parents[2]


def finished(target: Path, content: bytes = b"new") -> PartialFile:
    part = PartialFile(target)
    part.write(content)
    part.finish()
    return part


def test_the_target_appears_only_when_the_file_is_whole_and_placed(tmp_path: Path) -> None:
    target = tmp_path / "leads.csv"
    part = PartialFile(target)
    part.write(b"new")
    part.finish()
    assert not target.exists()
    assert part.place() == target
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [target]


def test_an_old_file_stays_until_it_is_replaced_and_survives_a_discard(tmp_path: Path) -> None:
    target = tmp_path / "leads.csv"
    target.write_bytes(b"old")
    part = PartialFile(target)
    (part.scratch_folder() / "rows").write_bytes(b"x")
    part.write(b"new")
    part.discard()
    part.discard()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_the_temporary_file_is_readable_by_its_owner_alone_from_the_start(tmp_path: Path) -> None:
    part = PartialFile(tmp_path / "leads.csv")
    part.scratch_folder()
    modes = {path.suffix: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == {".part": 0o600, ".rows": 0o700}
    part.discard()


def test_a_symbolic_link_is_replaced_and_what_it_points_to_is_not_touched(tmp_path: Path) -> None:
    folder = tmp_path / "chosen"
    folder.mkdir()
    elsewhere = tmp_path / "elsewhere.csv"
    elsewhere.write_bytes(b"precious")
    link = folder / "leads.csv"
    link.symlink_to(elsewhere)
    finished(link).place()
    assert elsewhere.read_bytes() == b"precious"
    assert not link.is_symlink()
    assert link.read_bytes() == b"new"


def test_a_stop_from_another_thread_ends_the_writing_and_later_bytes_go_nowhere(tmp_path: Path) -> None:
    part = PartialFile(tmp_path / "leads.csv")
    stopper = threading.Thread(target=part.stop)
    stopper.start()
    stopper.join()
    with pytest.raises(WritingStopped):
        part.write(b"x")
    assert part.write(b"xyz") == 3
    assert (part.tell(), part.seek(10), part.seek(2, 1), part.tell(), part.seekable()) == (3, 10, 12, 12, True)
    part.flush()
    part.discard()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("gone/leads.csv", "The folder “.*gone” is not there"),
        ("file/leads.csv", "The folder “.*file” is not there"),
        ("folder", "“folder” is a folder"),
        ("link", "“link” is a folder"),
        ("pipe", "“pipe” is not an ordinary file"),
        ("x" * 256, "the name is too long"),
        ("a\0b", "not a name a file can have"),
        ("loop/leads.csv", "is not there|loop"),
    ],
)
def test_a_target_no_file_can_be_written_to_is_refused_in_words(name: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    os.mkfifo(tmp_path / "pipe")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(FileNotWritten, match=words) as caught:
        PartialFile(tmp_path / name)
    assert caught.value.remedy
    assert sorted(tmp_path.iterdir()) == before


def test_a_folder_where_nothing_may_be_written_is_named() -> None:
    with pytest.raises(FileNotWritten, match=r"Nothing may be written into the folder|is not there"):
        PartialFile(Path("/proc/leads.csv"))


AS_SOMEBODY_ELSE = """
import os, pathlib, sys
from leaddesk.domain.errors import FileNotWritten
from leaddesk.exporting.partial_file import PartialFile
if os.geteuid() == 0:  # for whom no folder is read-only
    os.setgid(65534)
    os.setuid(65534)
for name in sys.argv[1:]:
    try:
        PartialFile(pathlib.Path(name))
    except FileNotWritten as error:
        print(error.what)
"""


def test_a_read_only_folder_and_a_write_protected_file_are_told_apart() -> None:
    with tempfile.TemporaryDirectory() as name:
        closed, opened = Path(name) / "closed", Path(name) / "opened"
        protected = opened / "leads.csv"
        closed.mkdir()
        opened.mkdir()
        protected.write_bytes(b"old")
        for path, mode in ((Path(name), 0o755), (opened, 0o777), (protected, 0o444), (closed, 0o555)):
            path.chmod(mode)
        command = [sys.executable, "-c", AS_SOMEBODY_ELSE, str(closed / "leads.csv"), str(protected)]
        told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=REPOSITORY).stdout.splitlines()
        assert told == [f"Nothing may be written into the folder “{closed}”.", "“leads.csv” is write-protected."]
        assert protected.read_bytes() == b"old"
        closed.chmod(0o755)


def refusing(times: int, number: int) -> Callable[[Path, Path], None]:
    """`os.replace` as Windows does it while another program holds the target open."""
    real = os.replace
    calls = [0]

    def replace(source: Path, target: Path) -> None:
        calls[0] += 1
        if calls[0] <= times:
            error = PermissionError(13, "held")
            error.winerror = number  # type: ignore[attr-defined]
            raise error
        real(source, target)

    return replace


@pytest.mark.parametrize("number", [5, 32, 33])
def test_a_target_held_open_for_a_moment_is_waited_for(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = finished(tmp_path / "leads.csv")
    monkeypatch.setattr(os, "replace", refusing(2, number))
    assert part.place().read_bytes() == b"new"


def test_a_target_held_open_for_long_leaves_the_finished_file_to_be_placed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "leads.csv"
    target.write_bytes(b"old")
    part = finished(target)
    begun = time.monotonic()
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refusing(99, 32))
        with pytest.raises(TargetInUse, match=r"“leads\.csv” is open in another program") as caught:
            part.place()
    assert 2.4 <= time.monotonic() - begun <= 4
    assert target.read_bytes() == b"old"
    other = caught.value.finished.place(tmp_path / "leads (2).csv")
    assert other.read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["leads (2).csv", "leads.csv"]


def test_another_refusal_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = finished(tmp_path / "leads.csv")
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refusing(1, 19))
        with pytest.raises(FileNotWritten, match="Nothing may be written"):
            part.place()
    part.discard()
    assert list(tmp_path.iterdir()) == []


def test_a_finished_file_can_go_into_another_folder(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    part = finished(tmp_path / "leads.csv")
    assert part.place(other / "leads.csv").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["other"]
    assert [path.name for path in other.iterdir()] == ["leads.csv"]
    assert (other / "leads.csv").stat().st_mode & 0o777 == 0o600


def test_a_name_that_cannot_be_had_leaves_the_finished_file_waiting(tmp_path: Path) -> None:
    part = finished(tmp_path / "leads.csv")
    with pytest.raises(FileNotWritten, match="is not there"):
        part.place(tmp_path / "gone" / "leads.csv")
    assert part.place(tmp_path / "b.csv").read_bytes() == b"new"


def test_an_ordinary_target_is_accepted(tmp_path: Path) -> None:
    (tmp_path / "old.csv").touch()
    check_target(tmp_path / "old.csv")
    check_target(tmp_path / "new.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["old.csv"]
