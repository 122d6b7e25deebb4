"""What passed through an endpoint: for counting requests, and for tests that look for what must not travel."""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass

KEPT = 10_000


@dataclass(frozen=True)
class Exchange:
    """One HTTP request and its answer. action: of WSMan, or 'HTTP' where there is none; bytes as on the wire."""

    action: str
    status: int
    bytes_in: int
    bytes_out: int
    seconds: float
    cut: bool = False


class Recorder:
    """The log of one host's endpoint.

    on_body: a hook for tests, called with ('in' | 'out', the decrypted SOAP text) of each exchange.
    """

    def __init__(self) -> None:
        self.exchanges: deque[Exchange] = deque(maxlen=KEPT)
        self.on_body: Callable[[str, bytes], None] | None = None

    def body(self, direction: str, text: bytes) -> None:
        """Show a decrypted body to the hook."""
        if self.on_body is not None and text:
            self.on_body(direction, text)

    def add(self, exchange: Exchange) -> None:
        """Log one exchange."""
        self.exchanges.append(exchange)

    @property
    def counts(self) -> Counter[str]:
        """Requests by action; 'HTTP' are those of authentication."""
        return Counter(exchange.action for exchange in list(self.exchanges))

    @property
    def bytes_in(self) -> int:
        """Bytes of all request bodies."""
        return sum(exchange.bytes_in for exchange in list(self.exchanges))

    def clear(self) -> None:
        """Forget what was logged."""
        self.exchanges.clear()
