"""Gates: one host of a run passes first, the others wait for it.

No gate can wait for ever: a host waits only while another one leads or is awaited, and that one has a thread that
comes to its flow's end, where ``left`` passes the lead on.
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from threading import Condition
from threading import Event as Signal
from types import MappingProxyType
from typing import Literal

from iisfleet.errors import GateClosed, Interrupted
from iisfleet.rollout.budget import Budget

Place = Literal["lead", "follow"]
# A host that waits looks so often whether the user has pressed Ctrl-C.
_TICK = 0.2


class _Every:
    def __contains__(self, _name: object) -> bool:
        return True


# No gate keeps anybody.
EVERY_GATE: Container[str] = _Every()


@dataclass
class _State:
    leader: str | None = None
    passed: bool = False
    closed: str | None = None
    awaited: str | None = None

    def is_free(self, host: str) -> bool:
        """Whether this host may lead now."""
        undecided = self.leader is None and not self.passed and self.closed is None
        return undecided and self.awaited in (None, host)


class Gates:
    """All gates of a run, by name; ``opened`` are open from the start. Safe to use from many threads.

    ``tell`` hears of each decision: gate, host, and None for a leader that begins, else whether the gate is open.
    ``leaders``: by gate, the host that comes first, whoever is there earlier: a run that died has let it begin.
    """

    def __init__(
        self,
        budget: Budget | None = None,
        stop: Signal | None = None,
        opened: Container[str] = (),
        tell: Callable[[str, str, bool | None], None] = lambda _gate, _host, _passed: None,
        leaders: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._budget = budget or Budget()
        self._stop = stop or Signal()
        self._tell = tell
        self._changed = Condition()
        self._opened = opened
        self._states = {name: _State(awaited=host) for name, host in leaders.items() if name not in opened}

    def reach(self, name: str, host: str) -> Place:
        """Waits until the host may pass. Raises GateClosed, Interrupted."""
        if name in self._opened:
            return "follow"
        with self._changed:
            self._hand_over(host, but=name)  # who leads must not wait
            state = self._states.setdefault(name, _State())
            while not state.is_free(host) and not self._decided(state, host):
                self._changed.wait(_TICK)
                if self._stop.is_set():
                    raise Interrupted("interrupted by the user")
            if state.closed is not None:
                raise GateClosed(state.closed)
            if state.passed:
                return "follow"
            if state.leader != host:
                state.leader, state.awaited = host, None
                self._tell(name, host, None)
            return "lead"

    def open(self, name: str, host: str, passed: bool, *, final: bool = False) -> None:
        """What the leader says of itself; ``final``: nobody may try after it."""
        with self._changed:
            state = self._states.get(name)
            if state is None or state.leader != host:
                return
            if not passed:
                self._budget.fail(host)
            self._settle(name, state, host, passed, final=final)

    def left(self, host: str) -> None:
        """The host's flow has ended: what it still leads passes to the next in line, or closes."""
        with self._changed:
            self._hand_over(host)

    def _hand_over(self, host: str, but: str | None = None) -> None:
        for name, state in self._states.items():
            if host in (state.leader, state.awaited) and name != but:
                self._settle(name, state, host, passed=False)

    def _settle(self, name: str, state: _State, host: str, passed: bool, *, final: bool = False) -> None:
        state.leader = state.awaited = None
        state.passed = passed
        if not passed and (final or self._budget.spent):
            why = self._budget.verdict if self._budget.spent else f"{host} failed, and no other host may try"
            state.closed = f"the gate '{name}' is closed: {why}"
        if passed or state.closed:
            self._tell(name, host, passed)
        self._changed.notify_all()

    @staticmethod
    def _decided(state: _State, host: str) -> bool:
        return state.passed or state.closed is not None or state.leader == host
