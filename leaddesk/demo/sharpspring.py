"""A stand-in for SharpSpring (Lead Gen & CRM by Constant Contact): the reading methods over the invented population.

One endpoint answers all methods. It checks calls as strictly as the vendor's documents write them, answers as
observers found it to answer (dossier, sections 1 to 7), and can be made to differ in every way that is not known.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any, Final, cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from leaddesk.demo.answers import WrongAnswer, json_answer, spoil
from leaddesk.demo.call_log import CallLog
from leaddesk.demo.population import Population
from leaddesk.demo.sharpspring_faults import EchoedId, Hollow, KeyRefusal, SharpSpringFaults
from leaddesk.demo.sharpspring_lists import Found, SharpSpringLists
from leaddesk.demo.sharpspring_moments import COMPANY_ZONE
from leaddesk.demo.sharpspring_requests import Asked, Overloaded, Refusal, decode, find_id, read_call
from leaddesk.domain.account import Secret

V1_PATH: Final = "/pubapi/v1/"
V12_PATH: Final = "/pubapi/v1.2/"
WRITING_METHODS: Final = (
    "createLeads", "updateLeads", "updateLeadsV2", "deleteLeads", "logCalls", "subscribeToLeadUpdates",
)  # fmt: skip
KEY_REFUSAL: Final = "Unable to determine clusterID from provided accountID/secretKey"

_RESULT_KEYS: Final = {
    "getLead": ("lead", "leads"),
    "getLeads": ("lead", "leads"),
    "getLeadsDateRange": ("lead", "leads"),
    "getEvents": ("event", "fields"),
    "getLeadTimeline": ("leadTimeline", "leadTimeline"),
    "getLeadListMemberships": ("", "getWhereIns"),
    "getFields": ("field", "fields"),
    "getUserProfiles": ("userProfile", "userProfiles"),
}
"""For each method the key under which its rows really stand, and the documented one."""

_WORDS: Final = {
    103: "Account ID missing.",
    104: "Secret key missing.",
    105: "User authentication failed.",
    106: "Daily API call limit exceeded.",
    107: "API call limit per second exceeded.",
    204: "Invalid method.",
    999: "Unknown error.",
}
_HOLLOW: Final[Mapping[Hollow, Any]] = {Hollow.NULL: None, Hollow.LIST: [], Hollow.OBJECT: {}, Hollow.TEXT: ""}


@dataclass(frozen=True, slots=True)
class Keys:
    """What the stand-in lets in; both go in the query of the address."""

    account_id: Secret = field(repr=False)
    secret_key: Secret = field(repr=False)


DEMO_KEYS: Final = Keys(Secret("DEMO0ACCOUNT0NOT0A0REAL0ONE00001"), Secret("DEMO0SECRET0KEY0NOT0A0REAL0ONE01"))


def sharpspring_app(
    population: Population,
    *,
    keys: Keys = DEMO_KEYS,
    faults: SharpSpringFaults | None = None,
    log: CallLog | None = None,
    lead_count: int | None = None,
) -> Starlette:
    """The application.

    Its `state` has two counters by method: `methods_asked`, and `writes_asked` for the methods that would write;
    these are counted, refused with error 204, and never done.

    Args:
        population: whom the leads are about.
        keys: the only ones that are let in.
        faults: switches that the caller may turn while it runs.
        log: where calls are noted.
        lead_count: so many leads, going through the people as often as needed; None for one each.
    """
    stand_in = _StandIn(population, keys, faults or SharpSpringFaults(), log or CallLog(), lead_count)
    paths = [path + slash for path in (V1_PATH.rstrip("/"), V12_PATH.rstrip("/")) for slash in ("", "/")]
    app = Starlette(routes=[Route(path, stand_in.answer, methods=["POST"]) for path in paths])
    app.state.writes_asked = stand_in.writes_asked
    app.state.methods_asked = stand_in.methods_asked
    return app


class _StandIn:
    """Answers calls."""

    def __init__(
        self, population: Population, keys: Keys, faults: SharpSpringFaults, log: CallLog, lead_count: int | None
    ) -> None:
        self._lists = SharpSpringLists(population, faults, lead_count)
        self._keys = keys
        self._faults = faults
        self._log = log
        self._calls = 0
        self._last_second: deque[float] = deque()
        self.writes_asked: Counter[str] = Counter()
        self.methods_asked: Counter[str] = Counter()

    async def answer(self, request: Request) -> Response:
        """`POST /pubapi/v1/` and `/pubapi/v1.2/`: any method."""
        decoded = decode(await request.body())
        self._log.note(request, decoded)
        self._count_method(decoded)
        if self._faults.delay_seconds:
            await asyncio.sleep(self._faults.delay_seconds)
        if self._faults.next_statuses:
            return Response(b"", self._faults.next_statuses.pop(0), media_type="text/html")
        if self._faults.next_wrong_answers:
            return spoil(json_answer({}), self._faults.next_wrong_answers.pop(0))
        refused = self._check_keys(request, find_id(decoded))
        if refused is not None:
            return refused
        return spoil(self._answer_call(request, decoded), self._faults.wrong_answer)

    def _count_method(self, decoded: object) -> None:
        method = cast("dict[str, Any]", decoded).get("method") if isinstance(decoded, dict) else None
        if isinstance(method, str):
            self.methods_asked[method] += 1
            if method in WRITING_METHODS:
                self.writes_asked[method] += 1

    def _answer_call(self, request: Request, decoded: object) -> Response:
        self._calls += 1
        zone = COMPANY_ZONE if self._faults.company_time or "/v1.2" not in request.url.path else UTC
        try:
            self._check_limits()
            self._fail_if_asked()
            asked = read_call(decoded, request.headers.get("content-type", ""))
            return self._wrap(asked.id, self._find(asked, zone))
        except Refusal as refusal:
            return self._refuse(find_id(decoded), refusal)
        except Overloaded:
            return spoil(json_answer({}), WrongAnswer.WEB_PAGE)

    def _find(self, asked: Asked, zone: tzinfo) -> dict[str, Any] | Hollow:
        """The `result`."""
        method = self._lists.methods.get(asked.method)
        if method is None:
            raise Refusal(204, f"Invalid method: {asked.method[:60]}.")
        found = method(asked.params, zone)
        if self._faults.empty_result is not None and not found.rows:
            return self._faults.empty_result
        return self._build_result(asked.method, found)

    def _build_result(self, method: str, found: Found) -> dict[str, Any]:
        rows, place = found.rows, self._faults.unreadable_row
        if place is not None and isinstance(rows, list) and place < len(rows):
            rows[place] = 7
        real, documented = _RESULT_KEYS[method]
        key = documented if self._faults.documented_keys else real or self._faults.membership_key
        return {"hasMore": found.has_more, key: rows} if self._faults.has_more else {key: rows}

    def _check_keys(self, request: Request, call_id: str | int | None) -> Response | None:
        given = {name: request.query_params.get(name, "") for name in ("accountID", "secretKey")}
        right = {"accountID": self._keys.account_id.reveal(), "secretKey": self._keys.secret_key.reveal()}
        if given == right and not self._faults.keys_refused:
            return None
        headers = {"WWW-Authenticate": 'Basic realm="SharpSpring"'} if self._faults.asks_for_sign_in else {}
        match self._faults.key_refusal:
            case KeyRefusal.TEXT:
                return Response(KEY_REFUSAL, 401, headers, "text/html")
            case KeyRefusal.JSON_STRING:
                return json_answer(KEY_REFUSAL, 401, headers)
            case KeyRefusal.EMPTY:
                return Response(b"", 401, headers)
            case KeyRefusal.ENVELOPE:
                fitting = 103 if not given["accountID"] else 104 if not given["secretKey"] else 105
                code = self._faults.key_error_code or fitting
                answer = self._refuse(call_id, _refuse(code), self._faults.key_error_status)
                answer.headers.update(headers)
                return answer

    def _check_limits(self) -> None:
        now, limit = time.monotonic(), self._faults.limit_per_second
        while self._last_second and now - self._last_second[0] >= 1.0:
            self._last_second.popleft()
        if limit is not None and len(self._last_second) >= limit:
            raise _refuse(107)
        self._last_second.append(now)
        if self._calls_today > self._faults.daily_limit:
            raise _refuse(106)

    def _fail_if_asked(self) -> None:
        if self._faults.next_errors:
            raise _refuse(self._faults.next_errors.pop(0))
        if self._faults.every_error is not None:
            raise _refuse(self._faults.every_error)

    @property
    def _calls_today(self) -> int:
        return self._faults.calls_before + self._calls

    def _refuse(self, call_id: str | int | None, refusal: Refusal, status: int | None = None) -> Response:
        code = str(refusal.code) if self._faults.codes_as_text else refusal.code
        error = {"code": code, "message": refusal.words, "data": refusal.data}
        content = [error] if self._faults.error_is_list else error
        status = self._faults.error_status if status is None else status
        return json_answer(self._envelope(call_id, self._faults.error_result, content), status)

    def _wrap(self, call_id: str | int, result: dict[str, Any] | Hollow) -> Response:
        return json_answer(self._envelope(call_id, result, self._faults.no_error))

    def _envelope(self, call_id: str | int | None, result: Any, error: Any) -> dict[str, Any]:
        """The members in the order observed (dossier, section 1)."""
        answer: dict[str, Any] = {}
        for name, content in (("result", result), ("error", error)):
            if content is not Hollow.MISSING:
                answer[name] = _HOLLOW[content] if isinstance(content, Hollow) else content
        if self._faults.echoed_id is not EchoedId.MISSING:
            answer["id"] = _echo(call_id, self._faults.echoed_id)
        if self._faults.has_more:
            answer["hasMore"] = cast("dict[str, Any]", result).get("hasMore") if isinstance(result, dict) else False
        if not self._faults.call_count_missing:
            answer |= {"callCount": str(self._calls_today), "queryLimit": str(self._faults.daily_limit)}
        return answer


def _echo(call_id: str | int | None, how: EchoedId) -> str | int | None:
    """The id as text, an empty one too; a number only where the text is one."""
    if call_id is None:
        return None
    text = str(call_id)
    if how is EchoedId.OTHER:
        return f"{text}-other"
    return int(text) if how is EchoedId.NUMBER and text.isascii() and text.isdigit() else text


def _refuse(error: int | str) -> Refusal:
    if isinstance(error, str):
        return Refusal(999, error)
    return Refusal(error, _WORDS.get(error, f"Error {error}."))
