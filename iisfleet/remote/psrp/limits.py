"""Every wait of a connection that the inventory does not set, in one place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Seconds, except where the name says otherwise. The defaults suit Windows hosts; tests shorten them."""

    # HTTP.sys closes idle connections after about 120 s; NTLM must then start anew with a new security context.
    idle: float = 90
    # Nothing was sent when connecting failed, so it may be repeated, but not without end.
    connect_attempts: int = 3
    connect: float = 45
    opening: float = 120
    # A Receive may be repeated: the host keeps the output until it is fetched.
    receive_attempts: int = 6
    backoff: float = 0.5
    longest_backoff: float = 8
    stopping: float = 60
    closing: int = 8
    # The host ends the shell of a dead controller after this time; one that ended while a flow waited is replaced.
    shell_idle: int = 900

    def pause(self, attempt: int) -> float:
        """How long to wait after failed attempt number ``attempt``, which counts from 1."""
        return min(self.backoff * 2.0 ** (attempt - 1), self.longest_backoff)
