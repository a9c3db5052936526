"""Running a stand-in on a socket: it starts, ends, leaves nothing behind, and runs as a program."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from leaddesk.demo.leadexec import LEAD_TYPES_PATH, LEADS_PATH, leadexec_app
from leaddesk.demo.leadexec_faults import Faults, LeadExecLog
from leaddesk.demo.population import Population
from tests.demo.conftest import EVERYTHING, StandIn
from tests.stand_in import serve

ROOT = Path(__file__).parents[2]


def stand_in_threads() -> int:
    return sum(thread.name == "stand-in" for thread in threading.enumerate())


def test_it_answers_inside_the_block_and_is_gone_after_it(population: Population):
    before = stand_in_threads()
    with serve(leadexec_app(population)) as url:
        assert httpx.get(url + LEAD_TYPES_PATH, trust_env=False).status_code == 401
        assert stand_in_threads() == before + 1
    assert stand_in_threads() == before
    with pytest.raises(httpx.ConnectError):
        httpx.get(url + LEAD_TYPES_PATH, trust_env=False)


def test_two_run_side_by_side(population: Population):
    with serve(leadexec_app(population)) as one, serve(leadexec_app(population)) as other:
        assert one != other
        assert {httpx.get(url + LEAD_TYPES_PATH, trust_env=False).status_code for url in (one, other)} == {401}


def test_it_ends_while_a_client_keeps_its_connection_open(population: Population):
    with httpx.Client(trust_env=False) as client, serve(leadexec_app(population)) as url:
        assert client.get(url + LEAD_TYPES_PATH).status_code == 401


def test_it_ends_while_an_answer_is_still_to_come(population: Population, stand_in: StandIn):
    log = LeadExecLog()
    outcome: list[object] = []

    def ask(url: str) -> None:
        try:
            outcome.append(
                httpx.get(url + LEAD_TYPES_PATH, headers=stand_in.client.headers, trust_env=False, timeout=30)
            )
        except httpx.HTTPError as error:
            outcome.append(error)

    with serve(leadexec_app(population, faults=Faults(delay_seconds=25), log=log)) as url:
        waiting = threading.Thread(target=ask, args=(url,))
        waiting.start()
        while not log.counts:
            threading.Event().wait(0.01)
    waiting.join(timeout=10)
    assert not waiting.is_alive()
    assert len(outcome) == 1
    assert not isinstance(outcome[0], httpx.Response) or outcome[0].status_code == 500


def test_an_error_inside_the_block_is_not_hidden(population: Population):
    with pytest.raises(ZeroDivisionError), serve(leadexec_app(population)):
        raise ZeroDivisionError


def test_a_taken_port_is_an_error_at_once(population: Population):
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError):  # noqa: SIM117
        with serve(leadexec_app(population), port=taken.getsockname()[1]):
            pass


def test_it_runs_as_a_program_and_prints_its_address_and_the_credential():
    command = [sys.executable, "-W", "error", str(ROOT / "tests" / "stand_in.py"), "--leads", "5000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        try:
            lines = [program.stdout.readline().split() for _ in range(4)]
            printed = {line[0]: line[1] for line in lines}
            headers = {"Authorization": f"Bearer {printed['access_token']}"}
            url = f"{printed['address']}{LEADS_PATH}/1001"
            answer = httpx.post(url, json=EVERYTHING, headers=headers, trust_env=False, timeout=20)
            assert answer.json()["QueryTotal"] == 5000
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+", printed["address"])
            assert set(printed) == {"address", "client_id", "client_secret", "access_token"}
        finally:
            program.terminate()
        assert program.stderr.read() == ""
