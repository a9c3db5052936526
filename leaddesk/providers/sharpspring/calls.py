"""Sends one account's calls: keys, ids, and the second try that an unknown error deserves."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Mapping
from typing import Any

from leaddesk.providers.sharpspring.answers import Answer, read_answer
from leaddesk.providers.sharpspring.refusals import UnknownFailure
from leaddesk.providers.sharpspring.wire import DEADLINE_SECONDS, Connection, ReadingMethod, build_call
from leaddesk.transport.messages import Transport


class Calls:
    """One account's way to its vendor; every call gets an id of its own."""

    def __init__(self, connection: Connection, transport: Transport) -> None:
        """Nothing is sent yet; `sent` counts the calls from now on."""
        self.connection = connection
        self._transport = transport
        self.sent = 0
        self._ids = map(str, itertools.count(secrets.randbelow(10**12) + 10**12))  # digits: some echo a number

    async def send(
        self, method: ReadingMethod, params: Mapping[str, Any], *, deadline_seconds: float = DEADLINE_SECONDS
    ) -> Answer:
        """The answer. Error 999 (unknown) is asked again once; what else may pass the transport repeats.

        Raises:
            The errors of `answers.read_answer` and of the transport.
        """
        try:
            return await self._send(method, params, deadline_seconds)
        except UnknownFailure:
            return await self._send(method, params, deadline_seconds)

    async def _send(self, method: ReadingMethod, params: Mapping[str, Any], deadline_seconds: float) -> Answer:
        request = build_call(self.connection, method, params, next(self._ids), deadline_seconds=deadline_seconds)
        self.sent += 1
        return read_answer(request, await self._transport.send(request))
