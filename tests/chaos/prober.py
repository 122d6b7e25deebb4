"""Asks a host's front page all the time, and folds what it saw: ``old -> page 0.3 s -> new``."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from winlab.web.front import Front
from winlab.web.listener import Request
from winlab.windows.machine import Machine

PLACE = ("127.0.0.1", 80)
REQUEST = Request("GET", "/", {"host": "localhost"})
# Between two questions: who waits for the machine's lock all the time slows down what is looked at.
APART = 0.008
NOTHING, DOWN = "nothing", "host down"


@dataclass(frozen=True)
class Sight:
    """What was seen from one moment on; ``seconds`` until something else was seen."""

    what: str
    seconds: float


def look(machine: Machine, page: str) -> str:
    """What a browser gets now: the title of the page, ``page``, an error of the app, ``nothing``, ``host down``."""
    front = machine.front
    assert isinstance(front, Front)
    try:
        answer = front.answer(PLACE, REQUEST)
    except OSError:
        return DOWN if machine.power.is_down else NOTHING
    text = answer.body.decode(errors="replace")
    if answer.status == 200 and "<title>" in text:
        return text.partition("<title>")[2].partition("</title>")[0]
    if page in text:
        return "page"
    return NOTHING if answer.status in (400, 503) and "failing-health" not in text else f"error {answer.status}"


class Prober:
    """Looks until it is told to stop. ``names``: what titles are called in the table."""

    def __init__(self, machine: Machine, page: str, name: Callable[[str], str]) -> None:
        self._machine = machine
        self._page = page
        self._name = name
        self._stop = threading.Event()
        self._seen: list[tuple[float, str]] = []
        self._thread = threading.Thread(target=self._look, name="prober", daemon=True)

    def __enter__(self) -> "Prober":
        self._note()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._note()

    def sights(self) -> list[Sight]:
        """What was seen, in order, each once until something else was."""
        ends = [at for at, _ in self._seen[1:]] or [self._seen[0][0]]
        told: list[Sight] = []
        for (began, what), end in zip(self._seen, [*ends, self._seen[-1][0]], strict=False):
            if told and told[-1].what == what:
                told[-1] = Sight(what, told[-1].seconds + end - began)
            else:
                told.append(Sight(what, end - began))
        return told

    def _look(self) -> None:
        while not self._stop.wait(APART):
            self._note()

    def _note(self) -> None:
        at, seen = time.monotonic(), self._name(look(self._machine, self._page))
        self._seen.append((at, seen))


def folded(sights: list[Sight]) -> str:
    """``old -> nothing 0.4 s -> old``: seconds only of what is neither the old release nor the new one."""
    return " -> ".join(_said(sight) for sight in sights)


def _said(sight: Sight) -> str:
    return sight.what if sight.what in ("old", "new") else f"{sight.what} {max(0.1, sight.seconds):.1f} s"
