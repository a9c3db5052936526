"""The program as a real process, against a stand-in on a real socket, with a real keyring."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import httpx
import pytest

from leaddesk.demo.leadexec import DEMO_CREDENTIAL, LEADS_PATH, leadexec_app
from leaddesk.demo.leadexec_faults import Faults, LeadExecLog
from leaddesk.demo.population import Population
from tests.keyring_session import KeyringSession
from tests.stand_in import serve

MORTGAGE, SOLAR = 1001, 1002
ALL_TIME = ("StartDate=2020-01-01", "EndDate=2035-01-01")
ALL_SOLAR = (f"LeadTypeUID={SOLAR}", *ALL_TIME)
CLIENT_SECRET = DEMO_CREDENTIAL.client_secret.reveal()
ACCESS_TOKEN = DEMO_CREDENTIAL.access_token.reveal()
COVERAGE_KEYS = ["complete", "total", "loaded", "duplicates", "skipped", "changed_while_loading", "notes"]
RUN_SECONDS = 60.0


@dataclass(frozen=True)
class Ended:
    """How a run ended: exit status, standard output, and standard error as text."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def coverage(self) -> dict[str, Any]:
        """The coverage statement, which must be the last line on standard error and have exactly its seven keys."""
        assert self.err.endswith("\n")
        word, _, statement = self.err.splitlines()[-1].partition(": ")
        assert word == "coverage", self.err
        assert self.err.count("coverage: ") == 1
        decoded = json.loads(statement)
        assert list(decoded) == COVERAGE_KEYS
        return decoded

    def assert_nothing_came(self, status: int) -> None:
        """Refused before anything was sent: no output, no coverage, no traceback, and words for a person."""
        assert (self.status, self.out) == (status, b""), self.err
        assert self.err.strip()
        assert "Traceback" not in self.err
        assert "coverage" not in self.err


@dataclass(frozen=True)
class Program:
    """leaddesk with a profile of its own, started in a folder of its own."""

    folder: Path
    environment: Mapping[str, str]

    @property
    def profile(self) -> Path:
        return self.folder / "profile"

    def command(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, "-m", "leaddesk", "--profile", str(self.profile), *map(str, arguments)]

    def run(self, *arguments: str | Path, stdin: bytes = b"", environment: Mapping[str, str] | None = None) -> Ended:
        ended = subprocess.run(
            self.command(*arguments),
            input=stdin,
            capture_output=True,
            cwd=self.folder,
            env={**self.environment, **(environment or {})},
            timeout=RUN_SECONDS,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr.decode())

    def start(
        self, *arguments: str | Path, stdout: int | IO[bytes] = subprocess.PIPE, stderr: int = subprocess.PIPE
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command(*arguments),
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            cwd=self.folder,
            env=self.environment,
        )

    def search(self, search: str, *arguments: str | Path, **options: Any) -> Ended:
        """Search the account “East”."""
        return self.run("search", "East", search, *arguments, **options)

    def add_account(self, name: str, url: str, *, secret: str = CLIENT_SECRET, **settings: str) -> None:
        servers = {"data_server": url, "account_server": url, **settings}
        pairs = [f"{key}={value}" for key, value in {"client_id": DEMO_CREDENTIAL.client_id, **servers}.items()]
        options = [part for pair in pairs for part in ("--set", pair)]
        secrets = json.dumps({"client_secret": secret}).encode()
        ended = self.run(
            "account", "add", name, "--provider", "leadexec", *options, "--secrets-from", "-", stdin=secrets
        )
        assert ended.status == 0, ended.err


@dataclass
class Instead:
    """What data calls get in place of the stand-in's answer, once `after` of them were let through; None: never."""

    after: int | None = None
    status: int = 200
    body: bytes = b""
    _headers: tuple[tuple[bytes, bytes], ...] = field(default=((b"content-type", b"application/json"),), repr=False)

    def around(self, app: Any) -> Any:
        async def answer(scope: Any, receive: Any, send: Any) -> None:
            if "/query/" not in scope["path"] or self.after is None:
                await app(scope, receive, send)
            elif self.after > 0:
                self.after -= 1
                await app(scope, receive, send)
            else:
                await send({"type": "http.response.start", "status": self.status, "headers": self._headers})
                await send({"type": "http.response.body", "body": self.body})

        return answer


@dataclass
class StandIn:
    """The running stand-in, with its switches and its log, and a client that is signed in."""

    url: str
    client: httpx.Client
    faults: Faults
    log: LeadExecLog
    instead: Instead

    def settle(self) -> None:
        """All switches off and nothing asked yet."""
        for changed, fresh in ((self.faults, Faults()), (self.log, LeadExecLog()), (self.instead, Instead())):
            for item in fields(fresh):
                setattr(changed, item.name, getattr(fresh, item.name))

    @property
    def call_count(self) -> int:
        return self.log.counts.total()

    def rows(self, path: str = LEADS_PATH, lead_type: int = SOLAR, **body: Any) -> list[dict[str, Any]]:
        """What the server has, asked page by page without leaddesk."""
        rows: list[dict[str, Any]] = []
        asked = {"StartDate": "2020-01-01T00:00:00Z", "EndDate": "2035-01-01T00:00:00Z", "Take": 1000, **body}
        while True:
            answer = self.client.post(f"{path}/{lead_type}", json={**asked, "Skip": len(rows)})
            assert answer.status_code == 200, answer.text
            page = answer.json()["Leads" if "Leads" in answer.json() else "Pings"]
            rows += page
            if not page:
                return rows


@pytest.fixture(scope="session")
def cli_keyring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeyringSession]:
    session = KeyringSession(tmp_path_factory.mktemp("cli-keyring"))
    yield session
    session.stop()


@pytest.fixture(scope="session")
def environment(cli_keyring: KeyringSession) -> Mapping[str, str]:
    """What the program sees: the keyring's session, no proxy, no display, and every warning an error."""
    keyring = {key: value for key, value in cli_keyring.environment.items() if key != "PATH"}
    return {**keyring, "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONWARNINGS": "error"}


@pytest.fixture(scope="session")
def running() -> Iterator[StandIn]:
    faults, log, instead = Faults(), LeadExecLog(), Instead()
    headers = {"Authorization": f"Bearer {ACCESS_TOKEN}"}
    app = instead.around(leadexec_app(Population(datetime.now(UTC)), faults=faults, log=log))
    with serve(app) as url, httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=20) as client:
        yield StandIn(url, client, faults, log, instead)


@pytest.fixture
def stand_in(running: StandIn) -> StandIn:
    """All switches off and nothing asked yet."""
    running.settle()
    return running


@pytest.fixture(scope="session")
def signed_in(tmp_path_factory: pytest.TempPathFactory, environment: Mapping[str, str], running: StandIn) -> Program:
    """A program with the account “East” at the stand-in. Its accounts are read, never changed, by tests."""
    program = Program(tmp_path_factory.mktemp("signed-in"), environment)
    program.add_account("East", running.url)
    return program


@pytest.fixture
def program(tmp_path: Path, environment: Mapping[str, str]) -> Program:
    """A program with an empty profile."""
    return Program(tmp_path, environment)
