"""The rules of the keyring gateway that no real keyring breaks on demand: faults are scripted into a backend."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import keyring.errors
import pytest

from leaddesk.domain.account import MAX_SECRET_UNITS, Credentials, Secret
from leaddesk.domain.errors import InvalidInput, KeyringNotAvailable, SecretsMissing
from leaddesk.storage.keyring_entry import decode_credentials, encode_credentials
from leaddesk.storage.keyring_failures import NotViable, VaultState
from leaddesk.storage.vault import KeyringVault, MemoryVault, open_system_backend

pytestmark = pytest.mark.anyio

CANARY = "canary-51c8"
CREDENTIALS: Credentials = {"client_secret": Secret(CANARY)}


class ScriptedBackend:
    """Keeps entries in memory; `before` is called ahead of each operation and may block or raise."""

    def __init__(self) -> None:
        self.entries: dict[str, list[str]] = {}
        self.calls: list[str] = []
        self.before: Callable[[str], None] = lambda _operation: None
        self.running = 0
        self.most_running = 0

    def get_password(self, service: str, username: str) -> str | None:
        self._enter("get")
        return self.entries[service][-1] if self.entries.get(service) else None

    def set_password(self, service: str, username: str, password: str) -> None:
        self._enter("set")
        self.entries.setdefault(service, []).append(password)

    def delete_password(self, service: str, username: str) -> None:
        self._enter("delete")
        if not self.entries.get(service):
            raise keyring.errors.PasswordDeleteError("No such password!")
        self.entries[service].pop()

    def _enter(self, operation: str) -> None:
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        self.calls.append(operation)
        try:
            self.before(operation)
        finally:
            self.running -= 1

    @property
    def contents(self) -> list[str]:
        return [text for texts in self.entries.values() for text in texts]


@pytest.fixture
def backend() -> ScriptedBackend:
    return ScriptedBackend()


def _vault(backend: ScriptedBackend, deadline_seconds: float = 10.0) -> KeyringVault:
    return KeyringVault(open_backend=lambda: backend, deadline_seconds=deadline_seconds)


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - a thread's doing
            await asyncio.sleep(0.005)


def _raising(error: BaseException, operation: str = "") -> Callable[[str], None]:
    def before(called: str) -> None:
        if operation in {"", called}:
            raise error

    return before


async def test_each_store_writes_a_new_version_and_leaves_the_old_one(backend: ScriptedBackend) -> None:
    vault = _vault(backend)
    old = await vault.store("id1", CREDENTIALS)
    new = await vault.store("id1", {"client_secret": Secret("other")})
    assert old != new
    assert (await vault.load("id1", old))["client_secret"].reveal() == CANARY
    assert (await vault.load("id1", new))["client_secret"].reveal() == "other"
    assert set(backend.entries) == {f"leaddesk/id1/{old}", f"leaddesk/id1/{new}"}


async def test_a_failed_write_leaves_the_old_secret_readable(backend: ScriptedBackend) -> None:
    """macOS overwrites by deleting first; a new version each time never depends on it."""
    vault = _vault(backend)
    old = await vault.store("id1", CREDENTIALS)
    backend.before = _raising(keyring.errors.PasswordSetError("no"), "set")
    with pytest.raises(KeyringNotAvailable):
        await vault.store("id1", {"client_secret": Secret("other")})
    assert (await vault.load("id1", old))["client_secret"].reveal() == CANARY


async def test_a_keyring_that_keeps_nothing_is_found_out(backend: ScriptedBackend) -> None:
    backend.set_password = lambda service, username, password: None
    with pytest.raises(KeyringNotAvailable, match="did not give back what was written"):
        await _vault(backend).store("id1", CREDENTIALS)


async def test_a_keyring_that_keeps_something_else_is_found_out_and_cleaned(backend: ScriptedBackend) -> None:
    keep = backend.set_password
    backend.set_password = lambda service, username, password: keep(service, username, password[:-1])
    with pytest.raises(KeyringNotAvailable, match="did not give back what was written"):
        await _vault(backend).store("id1", CREDENTIALS)
    assert backend.contents == []


async def test_an_entry_that_cannot_be_deleted_is_not_called_deleted(backend: ScriptedBackend) -> None:
    vault = _vault(backend)
    version = await vault.store("id1", CREDENTIALS)
    backend.delete_password = lambda service, username: None
    with pytest.raises(KeyringNotAvailable, match="cannot be deleted"):
        await vault.forget("id1", version)


async def test_forgetting_what_is_not_there_asks_and_is_content(backend: ScriptedBackend) -> None:
    await _vault(backend).forget("id1", "v1")
    await _vault(backend).forget("id1", "")
    assert backend.calls == ["get"]


async def test_a_missing_entry_is_secrets_missing(backend: ScriptedBackend) -> None:
    with pytest.raises(SecretsMissing, match="not in the keyring"):
        await _vault(backend).load("id1", "v1")
    with pytest.raises(SecretsMissing, match="earlier run"):
        await _vault(backend).load("id1", "")


@pytest.mark.parametrize(
    "content", [CANARY, "", "[]", f'{{"a": 1, "b": "{CANARY}"}}', f'{{"{CANARY}": null}}', "\ud800"]
)
async def test_a_damaged_entry_is_told_without_its_content(backend: ScriptedBackend, content: str) -> None:
    vault = _vault(backend)
    backend.entries["leaddesk/id1/v1"] = [content]
    with pytest.raises(SecretsMissing, match="damaged") as caught:
        await vault.load("id1", "v1")
    assert vault.status.state is VaultState.DAMAGED
    assert caught.value.__cause__ is None
    assert CANARY not in f"{caught.value!r}{caught.value.remedy}"


@pytest.mark.parametrize(
    "error",
    [
        ConnectionResetError(CANARY),
        UnicodeEncodeError("utf-8", CANARY, 0, 1, CANARY),
        TypeError(CANARY),
        ModuleNotFoundError(CANARY),
        SystemExit(CANARY),
        keyring.errors.NoKeyringError(CANARY),
        NotViable("why"),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_any_exception_becomes_one_error_without_secret_or_cause(
    backend: ScriptedBackend, error: BaseException
) -> None:
    vault = _vault(backend)
    backend.before = _raising(error)
    with pytest.raises(KeyringNotAvailable) as caught:
        await vault.store("id1", CREDENTIALS)
    assert vault.status.state is VaultState.UNAVAILABLE
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert CANARY not in f"{caught.value!r}{caught.value.remedy}{caught.value.said}"
    backend.before = lambda _operation: None
    assert await vault.store("id1", CREDENTIALS)  # the next call is not held back
    assert vault.status.state is VaultState.STORED


async def test_after_a_dismissed_prompt_waiting_calls_raise_no_further_prompts_until_asked(
    backend: ScriptedBackend,
) -> None:
    vault = _vault(backend)
    backend.before = _raising(keyring.errors.KeyringLocked(CANARY))
    outcomes = await asyncio.gather(*(vault.load("id1", f"v{n}") for n in range(20)), return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {KeyringNotAvailable}
    assert backend.calls == ["get"]
    with pytest.raises(KeyringNotAvailable, match="locked"):
        await vault.load("id1", "v1")
    assert backend.calls == ["get"]
    vault.ask_again()
    with pytest.raises(KeyringNotAvailable):
        await vault.load("id1", "v1")
    assert backend.calls == ["get", "get"]


async def test_one_call_runs_at_a_time(backend: ScriptedBackend) -> None:
    vault = _vault(backend)
    await asyncio.gather(*(vault.store(f"id{n}", CREDENTIALS) for n in range(20)))
    assert backend.most_running == 1
    assert len(backend.contents) == 20


async def test_a_blocked_call_is_given_up_in_time_and_no_other_is_put_behind_it(backend: ScriptedBackend) -> None:
    vault = _vault(backend, deadline_seconds=0.1)
    answer = threading.Event()
    backend.before = lambda _operation: _wait_for(answer)
    for _ in range(5):
        with pytest.raises(KeyringNotAvailable, match="waiting for your keyring"):
            await vault.load("id1", "v1")
    assert backend.calls == ["get"]
    assert vault.status.state is VaultState.LOCKED_WAITING
    vault.ask_again()
    with pytest.raises(KeyringNotAvailable, match="waiting for your keyring"):
        await vault.load("id1", "v1")
    answer.set()
    vault.ask_again()
    with pytest.raises(SecretsMissing):
        await vault.load("id1", "v1")
    assert backend.calls == ["get", "get"], "the call nobody waited for any more never reached the keyring"


async def test_an_answer_that_comes_late_lets_later_calls_through(backend: ScriptedBackend) -> None:
    vault = _vault(backend, deadline_seconds=0.1)
    answer = threading.Event()
    backend.before = lambda _operation: _wait_for(answer)
    with pytest.raises(KeyringNotAvailable):
        await vault.load("id1", "v1")
    answer.set()

    async def load() -> str:
        try:
            await vault.load("id1", "v1")
        except KeyringNotAvailable:
            return "held"
        except SecretsMissing:
            return "read"
        return ""

    async with asyncio.timeout(10):
        while await load() == "held":  # noqa: ASYNC110 - a thread's doing
            await asyncio.sleep(0.005)


async def test_what_is_kept_too_late_for_anyone_is_deleted_again(backend: ScriptedBackend) -> None:
    vault = _vault(backend, deadline_seconds=0.1)
    answer = threading.Event()
    backend.before = lambda operation: _wait_for(answer) if operation == "set" else None
    with pytest.raises(KeyringNotAvailable):
        await vault.store("id1", CREDENTIALS)
    answer.set()
    await _until(lambda: backend.calls[-1] == "get" and backend.calls.count("delete") == 1)
    assert backend.contents == []


async def test_what_a_cancelled_caller_wrote_is_deleted_again(backend: ScriptedBackend) -> None:
    vault = _vault(backend)
    answer, begun = threading.Event(), threading.Event()

    def before(operation: str) -> None:
        if operation == "set":
            begun.set()
            _wait_for(answer)

    backend.before = before
    task = asyncio.create_task(vault.store("id1", CREDENTIALS))
    await _until(begun.is_set)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    answer.set()
    await _until(lambda: "delete" in backend.calls)
    with pytest.raises(SecretsMissing):
        await vault.load("id1", "v1")
    assert backend.contents == []


async def test_secrets_too_long_for_windows_are_refused_everywhere_and_not_repeated(backend: ScriptedBackend) -> None:
    vault = _vault(backend)
    half = "x" * (MAX_SECRET_UNITS // 2)
    with pytest.raises(InvalidInput, match="1,200 characters") as caught:
        await vault.store("id1", {"one": Secret(half), "other": Secret(half + "y")})
    assert caught.value.problems[0].field == "other"
    assert half not in str(caught.value)
    with pytest.raises(InvalidInput, match="too long"):
        await vault.store("id1", {"quotes": Secret('"' * 700)})
    assert backend.calls == []


def test_the_longest_secret_that_fits_is_exactly_the_limit() -> None:
    room = MAX_SECRET_UNITS - len('{"k":""}')
    assert len(encode_credentials({"k": Secret("x" * room)})) == MAX_SECRET_UNITS
    with pytest.raises(InvalidInput):
        encode_credentials({"k": Secret("x" * (room + 1))})
    with pytest.raises(InvalidInput):
        encode_credentials({"k": Secret("😀" * (room // 2 + 1))})


def test_half_a_character_is_refused_without_repeating_it() -> None:
    with pytest.raises(InvalidInput, match="half a character") as caught:
        encode_credentials({"k": Secret(f"{CANARY}\ud800")})
    assert CANARY not in str(caught.value)
    assert caught.value.__cause__ is None


def test_secrets_survive_their_entry() -> None:
    secrets = {"a": 'quote " backslash \\ slash /', "b": "ünï 😀", "c": ""}
    read = decode_credentials(encode_credentials({key: Secret(text) for key, text in secrets.items()}))
    assert {key: secret.reveal() for key, secret in read.items()} == secrets


async def test_the_listener_hears_each_secret_stored_and_loaded(backend: ScriptedBackend) -> None:
    heard: list[str] = []
    vault = KeyringVault(open_backend=lambda: backend, on_secret=heard.append)
    version = await vault.store("id1", CREDENTIALS)
    await vault.load("id1", version)
    assert heard == [CANARY, CANARY]


async def test_secrets_for_this_run_only_have_the_empty_version() -> None:
    vault = MemoryVault()
    assert await vault.store("id1", CREDENTIALS) == ""
    assert await vault.load("id1", "") == CREDENTIALS
    with pytest.raises(SecretsMissing):
        await vault.load("id1", "v1")
    await vault.forget("id1", "")
    with pytest.raises(SecretsMissing, match="earlier run"):
        await vault.load("id1", "")
    assert vault.status.state is VaultState.THIS_RUN_ONLY


@pytest.mark.parametrize(("platform", "why"), [("win32", "Windows"), ("darwin", "macOS")])
def test_on_each_system_only_its_own_store_is_tried(platform: str, why: str) -> None:
    with pytest.raises(NotViable, match=why):
        open_system_backend(platform)


def _wait_for(event: threading.Event) -> None:
    assert event.wait(timeout=10)
