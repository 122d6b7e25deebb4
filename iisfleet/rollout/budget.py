"""How many hosts of a run may fail before it stops."""

from threading import Lock

FAILED = ("failed", "unknown", "unreachable", "locked")


class Budget:
    """Counts the hosts that have failed; safe to use from many threads."""

    def __init__(self, allowed: int = 0) -> None:
        self._allowed = allowed
        self._failed: set[str] = set()
        self._lock = Lock()

    def note(self, host: str, status: str) -> None:
        """Takes down how a host has ended."""
        if status in FAILED:
            self.fail(host)

    def fail(self, host: str) -> None:
        """A host has failed; it counts once."""
        with self._lock:
            self._failed.add(host)

    @property
    def failed(self) -> tuple[str, ...]:
        """The hosts that have failed, by name."""
        with self._lock:
            return tuple(sorted(self._failed))

    @property
    def spent(self) -> bool:
        """Whether more hosts have failed than may."""
        return len(self.failed) > self._allowed

    @property
    def verdict(self) -> str:
        """Why the run goes no further."""
        names = ", ".join(self.failed)
        return f"{names} failed, more than {self._allowed}" if self._allowed else f"{names} failed"
