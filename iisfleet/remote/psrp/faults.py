"""What can go wrong on the wire, sorted by what may be done about it."""

import struct
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import requests
import urllib3.exceptions
from pypsrp.exceptions import AuthenticationError, WinRMError, WinRMTransportError, WSManFaultError
from spnego.exceptions import SpnegoError

# All that pypsrp, spnego and requests raise when the other side, the network or the declaration is at fault.
# ValueError, ImportError and OSError: a login or a package that is missing, a certificate file that is not there.
TROUBLE = (
    WinRMError,
    SpnegoError,
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    ET.ParseError,
    struct.error,
    ValueError,
    LookupError,
    ImportError,
    OSError,
)

# Codes of wsmerror.h.
OPERATION_TIMED_OUT = 0x80338029
SHELL_NOT_FOUND = 0x8033805B
INVALID_RESOURCE_URI = 0x8033803B
IO_ABORTED = 995
ACCESS_DENIED = 5
SHELLS_EXCEEDED = {0x803381A5, 0x803381E4, 0x803381E6}
USERS_EXCEEDED = {0x803381AB, 0x803381E5}
QUOTAS = {0x8033803F, *range(0x803381A5, 0x803381A9), 0x803381AB, *range(0x803381E4, 0x803381EB)}
SHELL_GONE = {SHELL_NOT_FOUND, IO_ABORTED}

# HTTP answers that speak of the road and not of the request; 400: the security context is gone (psrp.md).
_LOST_STATUS = {400, 408, 429, 502, 503, 504}
PAYLOAD_TOO_LARGE = 413
_BUSY = {502, 503, 504}


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all that it wraps: requests keeps urllib3's in ``args``, urllib3 keeps its own in ``reason``."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        found = waiting.pop(0)
        if isinstance(found, BaseException) and id(found) not in seen:
            seen.add(id(found))
            yield found
            waiting += [*found.args, getattr(found, "reason", None), found.__cause__, found.__context__]


def cannot_connect(error: BaseException) -> bool:
    """True if no TCP connection came about for a reason that may pass: refused, no route, or no answer."""
    chain = tuple(causes(error))
    if any(isinstance(cause, urllib3.exceptions.NameResolutionError) for cause in chain):
        return False
    return isinstance(error, requests.ConnectTimeout) or any(
        isinstance(cause, urllib3.exceptions.NewConnectionError) for cause in chain
    )


def is_busy(error: BaseException) -> bool:
    """True if WinRM is there but does not serve yet: it starts, or is restarted."""
    return isinstance(error, WinRMTransportError) and error.code in _BUSY


def is_lost(error: BaseException) -> bool:
    """True if an established connection broke, so that a Receive may be asked again."""
    if isinstance(error, requests.exceptions.SSLError | AuthenticationError | WSManFaultError):
        return False
    if isinstance(error, WinRMTransportError):
        return error.code in _LOST_STATUS
    return isinstance(error, requests.RequestException | urllib3.exceptions.HTTPError | SpnegoError | WinRMError)


def is_fault(error: BaseException, *codes: int) -> bool:
    """True for a WSMan fault with one of these codes."""
    return isinstance(error, WSManFaultError) and error.code in codes


def is_too_large(error: BaseException) -> bool:
    """True if the message was refused unread because of its size."""
    return isinstance(error, WinRMTransportError) and error.code == PAYLOAD_TOO_LARGE
