"""A real Secret Service for tests: a D-Bus session and a gnome-keyring of its own, with an unlocked empty keyring.

Nothing of the person's own session is touched. Both programs must be there: a test that needs them fails without.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import secretstorage
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection
from secretstorage.util import DBusAddressWrapper, format_secret, open_session

READY_SECONDS = 20.0
PASSWORD = b"\n"  # an empty line: the daemon takes all of its input for the password


class KeyringSession:
    """One D-Bus session with one gnome-keyring daemon."""

    def __init__(self, folder: Path) -> None:
        bus_program = _program("dbus-daemon")
        self.folder = folder
        self.environment = {
            "HOME": str(folder),
            "PATH": os.environ.get("PATH", ""),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
        }
        for name in ("data", "config", "cache", "run"):
            (folder / name).mkdir(mode=0o700)
        self._bus = subprocess.Popen(
            [bus_program, "--session", "--nofork", "--print-address=1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self.environment,
            text=True,
        )
        assert self._bus.stdout is not None
        self.address = self._bus.stdout.readline().strip()
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self.address
        self._daemon = self._start_daemon()
        self._wait_until(self._is_daemon_on_bus, "gnome-keyring-daemon did not appear on the bus")
        self._wait_until(self._is_unlocked, "the keyring was not unlocked")

    def _start_daemon(self) -> subprocess.Popen[bytes]:
        """Start a daemon that is unlocked."""
        daemon = subprocess.Popen(
            [_program("gnome-keyring-daemon"), "--foreground", "--unlock", "--components=secrets"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self.environment,
        )
        assert daemon.stdin is not None
        daemon.stdin.write(PASSWORD)
        daemon.stdin.close()
        return daemon

    def start_successor(self) -> None:
        """A new daemon in place of the killed one, and of whatever the bus starts meanwhile.

        One that finds another at work, or the socket it left behind, hands over to it and ends: try again then.
        """
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            for process_id in self._started_by_bus():
                if process_id != self._bus.pid:
                    os.kill(process_id, signal.SIGKILL)
            shutil.rmtree(Path(self.environment["XDG_RUNTIME_DIR"], "keyring"), ignore_errors=True)
            self._daemon = self._start_daemon()
            patience = time.monotonic() + 3
            while self._daemon.poll() is None and time.monotonic() < patience:
                if self._is_daemon_on_bus():
                    self._wait_until(self._is_unlocked, "the keyring was not unlocked")
                    return
                time.sleep(0.02)
            self._daemon.kill()
            self._daemon.wait(timeout=READY_SECONDS)
        pytest.fail("no successor of the killed keyring came up", pytrace=False)

    def stop(self) -> None:
        """End both programs and whatever the bus started in place of a killed daemon."""
        for process in (self._daemon, self._bus):
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait(timeout=READY_SECONDS)
        if self._bus.stdout is not None:
            self._bus.stdout.close()
        for process_id in self._started_by_bus():
            os.kill(process_id, signal.SIGKILL)

    def pause_daemon(self) -> None:
        """The daemon holds its breath: calls to it block."""
        self._daemon.send_signal(signal.SIGSTOP)

    def resume_daemon(self) -> None:
        self._daemon.send_signal(signal.SIGCONT)

    def kill_daemon(self) -> None:
        self._daemon.kill()
        self._daemon.wait(timeout=READY_SECONDS)

    def lock(self) -> None:
        """Lock the collection; nobody is there to unlock it."""
        with closing(open_dbus_connection(self.address)) as connection:
            secretstorage.Collection(connection).lock()

    def unlock(self) -> None:
        """Unlock it with its password and without a prompt, as signing in to the desktop does."""
        with closing(open_dbus_connection(self.address)) as connection:
            session = open_session(connection)
            service = DBusAddressWrapper(
                "/org/freedesktop/secrets", "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface", connection
            )
            (collection,) = DBusAddressWrapper(
                "/org/freedesktop/secrets", "org.freedesktop.Secret.Service", connection
            ).call("ReadAlias", "s", "default")
            password = format_secret(session, PASSWORD, "text/plain")
            service.call("UnlockWithMasterPassword", "o(oayays)", collection, password)

    def secrets(self, service: str = "") -> list[bytes]:
        """The contents of all entries, or of those of one service name."""
        with closing(open_dbus_connection(self.address)) as connection:
            items = list(secretstorage.Collection(connection).get_all_items())
            return [item.get_secret() for item in items if service in {"", item.get_attributes().get("service")}]

    def names(self) -> list[str]:
        """The service names of all entries; empty for an entry that has none."""
        with closing(open_dbus_connection(self.address)) as connection:
            items = list(secretstorage.Collection(connection).get_all_items())
            return [item.get_attributes().get("service", "") for item in items]

    def add_entry(self, service: str, user_name: str, content: bytes) -> None:
        """Add an entry beside those of the same name."""
        with closing(open_dbus_connection(self.address)) as connection:
            attributes = {"service": service, "username": user_name, "application": "Python keyring library"}
            secretstorage.Collection(connection).create_item("added by a test", attributes, content, replace=False)

    def connection_count(self) -> int:
        """How many programs' connections the bus has, this question's own among them."""
        with closing(open_dbus_connection(self.address)) as connection:
            return len([name for name in Proxy(message_bus, connection).ListNames()[0] if name.startswith(":")])

    def clear(self) -> None:
        with closing(open_dbus_connection(self.address)) as connection:
            for item in list(secretstorage.Collection(connection).get_all_items()):
                item.delete()

    def _is_daemon_on_bus(self) -> bool:
        """Asks the bus only: asking the service itself would make the bus start another daemon."""
        with closing(open_dbus_connection(self.address)) as connection:
            bus = Proxy(message_bus, connection)
            if not bus.NameHasOwner("org.freedesktop.secrets")[0]:
                return False
            return bus.GetConnectionUnixProcessID("org.freedesktop.secrets")[0] == self._daemon.pid

    def _is_unlocked(self) -> bool:
        try:
            with closing(open_dbus_connection(self.address)) as connection:
                return not secretstorage.Collection(connection).is_locked()
        except secretstorage.SecretStorageException:
            return False

    def _wait_until(self, is_so: Callable[[], bool], otherwise: str) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not is_so():
            if time.monotonic() > deadline:
                self.stop()
                pytest.fail(f"{otherwise} within {READY_SECONDS:.0f} s", pytrace=False)
            time.sleep(0.02)

    def _started_by_bus(self) -> Iterator[int]:
        """Processes whose environment names this session's own folder."""
        mark = f"XDG_RUNTIME_DIR={self.environment['XDG_RUNTIME_DIR']}".encode()
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    yield int(entry.name)
            except (FileNotFoundError, PermissionError, ProcessLookupError):
                continue  # ended just now, or another user's


def _program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.fail(f"{name} is missing: install dbus-daemon and gnome-keyring", pytrace=False)
    return path


@pytest.fixture(scope="session")
def keyring_session_of_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeyringSession]:
    session = KeyringSession(tmp_path_factory.mktemp("keyring"))
    yield session
    session.stop()


@pytest.fixture
def keyring_session(keyring_session_of_run: KeyringSession, monkeypatch: pytest.MonkeyPatch) -> KeyringSession:
    """An unlocked keyring, empty at the start; this process speaks to it. Leave it unlocked and running."""
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", keyring_session_of_run.address)
    keyring_session_of_run.clear()
    return keyring_session_of_run


@pytest.fixture
def own_keyring_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KeyringSession]:
    """A keyring for one test alone, which may lock, stop or kill it."""
    folder = tmp_path / "keyring-session"
    folder.mkdir()
    session = KeyringSession(folder)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", session.address)
    yield session
    session.stop()


@pytest.fixture
def no_keyring_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a D-Bus session."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nonexistent")
