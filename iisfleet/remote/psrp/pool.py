"""The runspace pool of one connection: the session that scripts of a host share."""

import time
from typing import Any

from pypsrp.complex_objects import RunspacePoolState
from pypsrp.exceptions import InvalidPSRPOperation, WSManFaultError
from pypsrp.powershell import RunspacePool
from pypsrp.shell import CommandState

from iisfleet.remote.psrp.faults import OPERATION_TIMED_OUT
from iisfleet.remote.psrp.limits import Limits
from iisfleet.remote.psrp.session import Session

# The smallest envelope that WinRM can be configured to is 32 KB.
_SMALLEST_ENVELOPE = 32 * 1024
# Two PSRP messages, a chunk and the end of the input: each with the header of its fragment and its own (21 + 43), and
# the XML around the chunk.
_AROUND_A_CHUNK = 256


class Pool(RunspacePool):
    """pypsrp's pool; it also waits for hosts that are slow to start a session, and learns what fits a message.

    ``over``: the last Receive said that there is nothing more to come.
    """

    def __init__(self, session: Session, configuration_name: str, limits: Limits) -> None:
        super().__init__(
            session, configuration_name=configuration_name, no_profile=True, idle_timeout=limits.shell_idle
        )
        self.over = False
        self._opening_limit = limits.opening
        self._opening_since = time.monotonic()

    def open_session(self) -> None:
        """Opens the pool. Raises what pypsrp raises, also if the host closes the pool at once."""
        self._opening_since = time.monotonic()
        self.open()
        if self.state != RunspacePoolState.OPENED:
            raise InvalidPSRPOperation("the host closed the session as soon as it was open")

    @property
    def room(self) -> int:
        """How many raw bytes of content fit one Send, together with the end of the input."""
        return (self._fragmenter.max_size - _AROUND_A_CHUNK) // 4 * 3

    def shrink(self) -> bool:
        """Halves the size of messages after a 413. False if they are as small as they may be."""
        smaller = self.connection.max_envelope_size // 2
        if smaller < _SMALLEST_ENVELOPE // 2:
            return False
        self.connection.update_max_payload_size(smaller)
        self._fragmenter.max_size = self.connection.max_payload_size - 21
        return True

    def _receive(self, id: str | None = None, timeout: int | None = None) -> list[tuple[int, Any]]:  # noqa: A002
        """As pypsrp's, but notes CommandState, and knows that "nothing yet" is no error for the pool either."""
        pipeline = self.pipelines.get(id) if id else None
        try:
            state, _, output = self.shell.receive("stdout", command_id=id, timeout=timeout)
            self.over = state == CommandState.DONE
            return self._parse_responses(output["stdout"], pipeline)
        except WSManFaultError as fault:
            late = (
                self.state != RunspacePoolState.OPENED and time.monotonic() - self._opening_since > self._opening_limit
            )
            if id is not None or fault.code != OPERATION_TIMED_OUT or late:
                raise
            return []
