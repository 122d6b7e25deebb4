"""What the model knows of its HTTP side: who serves the machine sets it from outside (winlab/web/front.py)."""

from typing import Protocol

from winlab.windows.errors import NotEmulated

Place = tuple[str, int]


class Front(Protocol):
    """The HTTP side of one machine."""

    def endpoint(self, address: str, port: int) -> Place:
        """Where on this computer an address and port of the machine are."""

    def endpoints(self) -> dict[str, Place]:
        """Where each binding of the started sites is."""

    def refresh(self) -> None:
        """Let go of what no started site and no worker process holds any more."""

    def notice_offline(self) -> None:
        """End each app in whose folder app_offline.htm stands."""

    def close(self) -> None:
        """Let go of everything; who asks again is answered again."""


class Unserved:
    """The front of a machine that nobody serves."""

    def endpoint(self, address: str, port: int) -> Place:
        raise NotEmulated(f"a request to {address}:{port} of a machine without a front")

    def endpoints(self) -> dict[str, Place]:
        return {}

    def refresh(self) -> None:
        """Nothing listens."""

    def notice_offline(self) -> None:
        """No app runs."""

    def close(self) -> None:
        """Nothing is open."""
