"""Waiting for a host that does not answer: how long, how often, and for which errors at all."""

import zlib
from collections.abc import Generator

from iisfleet.errors import ConnectionFailed, IisfleetError
from iisfleet.rollout.instructions import Instruction, Pause, Reconnect

# psrp.md, Breaks: a 5 s connect timeout, and back-off to 12 s with jitter.
CONNECT = 5
_SHORTEST, _LONGEST = 2.0, 12.0
_GONE = ("lost", "unreachable", "refused")


def may_answer(error: IisfleetError) -> bool:
    """Whether a host that answered so may answer better later. A login that was refused is not tried again."""
    return not isinstance(error, ConnectionFailed) or error.kind in _GONE


class Patience:
    """What is left of it: so many seconds without an answer from the host, counted anew from each answer."""

    def __init__(self, host: str, seconds: float) -> None:
        self._host = host
        self._seconds = seconds
        self.answered()

    def answered(self) -> None:
        """The host has answered."""
        self._attempt = 0
        self._until: float | None = None
        self._waited = 0.0

    def wait(self) -> Generator[Instruction, float | None, bool]:
        """Waits a while for another attempt, in a new session; False once there is no patience left."""
        self._attempt += 1
        pause = min(_LONGEST, _SHORTEST * 1.5 ** (self._attempt - 1)) * self._jitter()
        yield Reconnect(following=True, connect_timeout=CONNECT)
        now = yield Pause(pause, following=True)
        self._waited += pause
        if now is None:
            return self._waited < self._seconds
        if self._until is None:
            self._until = now - pause + self._seconds
        return now < self._until

    def _jitter(self) -> float:
        """0.75 to 1.25, so that many hosts that went down together are not asked at the same moments."""
        return 0.75 + zlib.crc32(f"{self._host} {self._attempt}".encode()) % 500 / 1000
