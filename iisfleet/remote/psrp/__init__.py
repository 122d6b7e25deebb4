"""PSRP by pypsrp: the only package that imports it."""

import logging

from iisfleet.inventory import Host
from iisfleet.remote.psrp.connection import PsrpConnection
from iisfleet.remote.psrp.limits import Limits

__all__ = ["Limits", "PsrpConnection", "connect"]


def connect(host: Host, limits: Limits | None = None) -> PsrpConnection:
    """A connection to a host, for one thread. Nothing is sent before its first script."""
    _quieten()
    return PsrpConnection(host, limits or Limits())


def _quieten() -> None:
    """pypsrp logs SOAP bodies at DEBUG, whole scripts at INFO, tracebacks at ERROR; we tell faults in our words."""
    for name in ("pypsrp", "spnego", "requests_credssp"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING)
        logger.propagate = False
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
