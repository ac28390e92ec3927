"""A language model behind an endpoint that speaks OpenAI's chat completions: one question, one answer, and its price.

The base address stands in OPENAI_BASE_URL, the key in OPENAI_API_KEY; the key is sent nowhere else and never shown.
"""

from __future__ import annotations

import http.client
import os
import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import orjson

from ..graph.model import InputError

ADDRESS, KEY = "OPENAI_BASE_URL", "OPENAI_API_KEY"
DEFAULT = "https://api.openai.com/v1"
ATTEMPTS = 5
LONGEST_PAUSE = 60.0  # seconds between two attempts
PASSING = frozenset((408, 409, 425, 429, 500, 502, 503, 504, 529))  # what another attempt may mend
# what is asked for where the endpoint knows it: the same answer each time, and JSON
WISHES: dict[str, Any] = {"temperature": 0, "response_format": {"type": "json_object"}}
NO_MODEL = re.compile(
    r"model\S* .{0,80}?(?:not exist|not found|no such)|(?:no such|unknown|invalid) model|model_not_found"
)
NO_MONEY = re.compile(r"insufficient_quota|billing|balance")


class NoAnswer(Exception):
    """One question got no answer, and others may. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said. `cut` is true where it stopped at its limit of tokens, not at its end."""

    text: str
    cut: bool


@dataclass
class Usage:
    """Tokens as the endpoint counts them; `uncounted` replies came without a count."""

    asked: int = 0
    answered: int = 0
    calls: int = 0
    uncounted: int = 0


@dataclass
class Endpoint:
    """Where a model is asked, from several threads at once. `timeout` and `pause` (the first) are seconds."""

    model: str
    base: str
    key: str = field(repr=False)
    timeout: float = 300.0
    pause: float = 1.0
    usage: Usage = field(default_factory=Usage)
    wishes: Mapping[str, Any] = field(default_factory=lambda: WISHES)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    final: str = ""

    @classmethod
    def of_environment(cls, model: str) -> Endpoint:
        """The endpoint that the environment names. Raises InputError without a key, or where the address is none."""
        base = (os.environ.get(ADDRESS) or DEFAULT).rstrip("/")
        if not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", base):
            raise InputError(f"{ADDRESS} {base!r} is no address like http://localhost:8000/v1")
        if not (key := os.environ.get(KEY, "").strip()):
            raise InputError(f"{KEY} is not set: the key of {base} (any word for a server that asks for none)")
        if not key.isascii() or not key.isprintable():
            raise InputError(f"{KEY} holds characters that no key has; set it anew")
        return cls(model, base, key)

    def ask(self, system: str, user: str) -> Reply:
        """The model's answer. What may pass is tried again, a longer pause each time.

        Raises NoAnswer where this question fails, InputError where all would: key, model or address are wrong.
        """
        if self.final:
            raise InputError(self.final)
        try:
            return self._ask([{"role": "system", "content": system}, {"role": "user", "content": user}])
        except InputError as problem:
            self.final = str(problem)  # the other threads need not ask any more
            raise

    def _ask(self, said: list[dict[str, str]]) -> Reply:
        attempt, pause = 1, self.pause
        while True:
            wishes = self.wishes
            try:
                return self._reply(self._post({"model": self.model, "messages": said, **wishes}))
            except urllib.error.HTTPError as problem:
                told = _told(problem)
                if problem.code in (400, 422) and (unknown := [wish for wish in wishes if wish in told]):
                    self.wishes = {wish: value for wish, value in wishes.items() if wish not in unknown}
                    continue
                self._give_up_if_final(problem.code, told)
                trouble = f"answered {problem.code} ({told})" if told else f"answered {problem.code}"
                wait = _seconds(problem.headers.get("Retry-After"))
                if problem.code not in PASSING:
                    raise NoAnswer(f"{self.base} {trouble}") from problem
            except (OSError, http.client.HTTPException) as problem:
                reason = getattr(problem, "reason", problem)
                slow = isinstance(reason, TimeoutError)
                trouble = f"gave no answer in {self.timeout:.0f} s" if slow else f"cannot be reached ({reason})"
                wait = None
                if not self.usage.calls and not slow and not isinstance(problem, http.client.HTTPException):
                    raise InputError(f"{self.base} {trouble}: check {ADDRESS}") from problem
            if attempt >= ATTEMPTS:
                raise NoAnswer(f"{self.base} {trouble}, {ATTEMPTS} times; try again later")
            time.sleep(min(pause if wait is None else wait, LONGEST_PAUSE))
            attempt, pause = attempt + 1, pause * 2

    def _post(self, body: dict[str, Any]) -> Any:
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", "User-Agent": "guanxi"}
        request = urllib.request.Request(f"{self.base}/chat/completions", orjson.dumps(body), headers)
        with _OPENER.open(request, timeout=self.timeout) as response:
            data: bytes = response.read()
        try:
            return orjson.loads(data)
        except orjson.JSONDecodeError as problem:
            raise self._stranger("no JSON") from problem

    def _reply(self, answer: Any) -> Reply:
        try:
            choice = answer["choices"][0]
            text = choice["message"]["content"] or ""
            used: dict[str, Any] = answer.get("usage") or {}
            asked, answered = int(used.get("prompt_tokens") or 0), int(used.get("completion_tokens") or 0)
        except (KeyError, IndexError, TypeError, AttributeError, ValueError) as problem:
            raise self._stranger(_message(answer) or "no choices") from problem
        with self.lock:
            self.usage.calls += 1
            self.usage.asked += asked
            self.usage.answered += answered
            self.usage.uncounted += not asked
        return Reply(str(text), choice.get("finish_reason") == "length")

    def _stranger(self, lacks: str) -> Exception:
        """For what is no answer of the protocol: the address is wrong, unless it has answered before."""
        told = f"{self.base} does not answer as chat completions do ({lacks})"
        return NoAnswer(told) if self.usage.calls else InputError(f"{told}: check {ADDRESS}")

    def _give_up_if_final(self, code: int, told: str) -> None:
        """Raise InputError for what every other question would meet too."""
        said = f" ({told})" if told else ""
        if code in (401, 403):
            raise InputError(f"{self.base} refuses the key{said}: check {KEY}")
        if code in (400, 404, 422) and NO_MODEL.search(told.lower()):
            raise InputError(f"{self.base} has no model {self.model!r}{said}: name another with --llm")
        if code == 404 or 300 <= code < 400 or code == 405:
            raise InputError(f"{self.base} answered {code}{said}: check {ADDRESS} (it often ends with /v1) and --llm")
        if code == 402 or (code == 429 and NO_MONEY.search(told.lower())):
            raise InputError(f"{self.base} wants payment{said}: check the account of {KEY}")


class _StayThere(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer, not followed: the key goes to the address that it was given for."""

    def redirect_request(self, *given: Any, **named: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_StayThere)


def _told(problem: urllib.error.HTTPError) -> str:
    """What the endpoint says is wrong, as one short line; '' where it says nothing that can be shown."""
    try:
        body = problem.read(100_000)
    except (OSError, http.client.HTTPException):
        return ""
    try:
        return _message(orjson.loads(body))
    except orjson.JSONDecodeError:
        return "" if b"<" in body[:200] else _line(body.decode("utf-8", "replace"))


def _message(answer: Any) -> str:
    """The error that an answer in JSON tells of; '' where it has none."""
    error: Any = cast("dict[str, Any]", answer).get("error", answer) if isinstance(answer, dict) else answer
    parts: dict[str, Any] = cast("dict[str, Any]", error) if isinstance(error, dict) else {"message": error}
    return _line(" ".join(str(parts[key]) for key in ("message", "code", "param") if parts.get(key)))


def _line(text: str) -> str:
    return "".join(c for c in " ".join(text.split()) if c.isprintable())[:200]


def _seconds(header: str | None) -> float | None:
    """The seconds of a Retry-After; None where it has none (a date is left to the usual pause)."""
    try:
        return max(0.0, float(header or ""))
    except ValueError:
        return None
