"""One WSMan session: which requests may be repeated, and when a new TCP connection is due."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree import ElementTree as ET

from pypsrp.exceptions import AuthenticationError, WSManFaultError
from pypsrp.wsman import OptionSet, SelectorSet, WSMan, WSManAction

from iisfleet.inventory import Connection as Settings
from iisfleet.remote.connection import RequestCount
from iisfleet.remote.psrp.faults import TROUBLE, cannot_connect, is_busy, is_lost
from iisfleet.remote.psrp.limits import Limits
from iisfleet.remote.psrp.transport import NotSent, Transport


class Session(WSMan):
    """Sends each Command, Send and Create at most once; repeats a Receive; never authenticates again after a 401.

    ``maybe_arrived`` tells, after an error, whether the last message may have reached the host.
    """

    def __init__(self, settings: Settings, limits: Limits, count: RequestCount) -> None:
        super().__init__(settings.address, operation_timeout=settings.operation_timeout)
        self.transport: Transport = Transport(
            settings, count, connect_timeout=settings.connect_timeout, read_timeout=settings.read_timeout
        )
        self.halted = threading.Event()
        self.maybe_arrived = False
        self._limits = limits
        self._retry_timeout = settings.retry_timeout
        self._count = count
        self._refusal: AuthenticationError | None = None
        self._hurried = False
        self._last = time.monotonic()

    @property
    def refused(self) -> bool:
        """Whether the host turned the login down: then nothing more is sent."""
        return self._refusal is not None

    @contextmanager
    def hurried(self) -> Iterator[None]:
        """Within, each request is tried once and waits no longer than ``Limits.closing``: for tidying up."""
        transport = self.transport
        kept = transport.connection_timeout, transport.read_timeout
        transport.connection_timeout = transport.read_timeout = self._limits.closing
        self._hurried = True
        try:
            yield
        finally:
            transport.connection_timeout, transport.read_timeout = kept
            self._hurried = False

    def invoke(
        self,
        action: str,
        resource_uri: str,
        resource: ET.Element | None,
        option_set: OptionSet | None = None,
        selector_set: SelectorSet | None = None,
        timeout: int | None = None,
        **options: Any,
    ) -> ET.Element:
        """Sends one request. Raises what pypsrp and requests raise, if repeating is not allowed or does not help."""
        if self._refusal is not None:
            raise self._refusal
        if time.monotonic() - self._last > self._limits.idle:
            self.transport.reset()
        started, attempt = time.monotonic(), 0
        while True:
            attempt += 1
            try:
                return self._invoke_once(action, resource_uri, resource, option_set, selector_set, timeout, **options)
            except WSManFaultError:
                self._last = time.monotonic()
                raise
            except TROUBLE as error:
                self.transport.reset()
                if not self._may_repeat(action, error, attempt, time.monotonic() - started):
                    raise
            self.halted.wait(self._limits.pause(attempt))

    def _invoke_once(self, action: str, *request: Any, **options: Any) -> ET.Element:
        self._count_action(action)
        self.maybe_arrived = True
        try:
            try:
                answer = super().invoke(action, *request, **options)
            except NotSent:
                self.transport.reset()
                answer = super().invoke(action, *request, **options)
        except AuthenticationError as error:
            self._refusal = error
            self.maybe_arrived = False
            raise
        except TROUBLE as error:
            self.maybe_arrived = not (cannot_connect(error) or self._still_authenticating())
            raise
        self._last = time.monotonic()
        return answer

    def _still_authenticating(self) -> bool:
        return self.transport.wrap_required and self.transport.encryption is None

    def _may_repeat(self, action: str, error: Exception, attempt: int, elapsed: float) -> bool:
        limits = self._limits
        if self._hurried or self.halted.is_set() or isinstance(error, AuthenticationError):
            return False
        if action == WSManAction.RECEIVE:
            repeatable = is_lost(error) or cannot_connect(error)
            return repeatable and attempt < limits.receive_attempts and elapsed < self._retry_timeout
        not_sent = cannot_connect(error) or (is_busy(error) and not self.maybe_arrived)
        return not_sent and attempt < limits.connect_attempts and elapsed < limits.connect

    def _count_action(self, action: str) -> None:
        self._count.receives += action == WSManAction.RECEIVE
        self._count.sends += action == WSManAction.SEND
