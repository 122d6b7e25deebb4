"""A host over PSRP: one session, one pool, scripts one after another."""

import copy
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pypsrp.serializer import TaggedValue
from pypsrp.shell import SignalCode

from iisfleet.errors import Interrupted, OutcomeUnknown
from iisfleet.inventory import Host, Secret
from iisfleet.remote.connection import OnStep, RequestCount, ScriptResult, ignore_step
from iisfleet.remote.psrp.chunks import Chunks
from iisfleet.remote.psrp.execution import Execution
from iisfleet.remote.psrp.explaining import translate
from iisfleet.remote.psrp.faults import SHELL_GONE, TROUBLE, is_fault, is_lost, is_too_large
from iisfleet.remote.psrp.limits import Limits
from iisfleet.remote.psrp.pipeline import Pipeline
from iisfleet.remote.psrp.pool import Pool
from iisfleet.remote.psrp.session import Session
from iisfleet.remote.psrp.transcript import Transcript
from iisfleet.rendering.script import Script


class PsrpConnection:
    """See ``iisfleet.remote.connection.Connection``. Opens nothing before the first script."""

    def __init__(self, host: Host, limits: Limits) -> None:
        self.requests = RequestCount()
        self._host = host
        self._limits = limits
        self._session = Session(host.connection, limits, self.requests)
        self._pool: Pool | None = None
        self._lock = threading.Lock()
        self._running: Pipeline | None = None
        self._busy = False

    def run(
        self,
        script: Script,
        *,
        secrets: Mapping[str, Secret] | None = None,
        content: Iterable[bytes] = (),
        what_if: bool = False,
        on_step: OnStep = ignore_step,
    ) -> ScriptResult:
        """See ``Connection.run``."""
        known = {name: secret.reveal() for name, secret in (secrets or {}).items()}
        transcript = Transcript(script.name, on_step, tuple(known.values()))
        chunks = Chunks(content)
        feeding = not chunks.empty
        self._session.halted.clear()
        self._busy = True
        try:
            execution = self._begin(script, _parameters(known, what_if), feeding)
            self._carry_out(execution, chunks if feeding else None, transcript)
        finally:
            with self._lock:
                self._running, self._busy = None, False
        self._tidy(execution.pipeline.terminate)
        return execution.conclude(transcript)

    def stop(self) -> None:
        """See ``Connection.stop``. The signal takes a connection of its own: the running one waits for output."""
        with self._lock:
            if not self._busy or self._session.refused:
                return
            self._session.halted.set()
            pipeline, pool = self._running, self._pool
        if pipeline is not None and pool is not None:
            self._signal(pool, pipeline)

    def close(self) -> None:
        """See ``Connection.close``."""
        if self._pool is not None:
            self._discard(self._pool)
        self._session.transport.reset()

    def _begin(self, script: Script, parameters: Mapping[str, Any], feeding: bool) -> Execution:
        """The script handed over. Raises ConnectionFailed: nothing ran; OutcomeUnknown: perhaps it did."""
        fresh = self._pool is None
        pool = self._open(secret="Secrets" in parameters)
        while True:
            self._check_stop(script)
            pipeline = Pipeline(pool, script.text, parameters)
            try:
                pipeline.start(expects_input=feeding)
            except TROUBLE as error:
                if is_too_large(error) and pool.shrink():
                    continue
                if is_fault(error, *SHELL_GONE) and not fresh:
                    # The shell ended while the flow waited. It refused the Command, so a new one may get it.
                    fresh, self._pool = True, None
                    pool = self._open(secret="Secrets" in parameters)
                    continue
                self._check_handed_over(pipeline, script, error)
            with self._lock:
                self._running = pipeline
                halted = self._session.halted.is_set()
            if halted:  # stop() came before there was a pipeline to signal
                self._tidy(pipeline.terminate)
                self._check_stop(script)
            return Execution(self._host, self._session, self._limits, pool, pipeline, script)

    def _check_stop(self, script: Script) -> None:
        if self._session.halted.is_set():
            raise Interrupted(f"{self._host.name}: interrupted before {script.name} was at work")

    def _check_handed_over(self, pipeline: Pipeline, script: Script, error: Exception) -> None:
        """After an error on a Command: goes on if the host can be asked what became of it, else raises."""
        perhaps = is_lost(error) and self._session.maybe_arrived
        if perhaps and pipeline.handed_over is None:
            pipeline.adopt()
            return
        failure = translate(self._host.name, self._host.connection, error)
        if perhaps and pipeline.handed_over:
            self._tidy(pipeline.terminate)
            raise OutcomeUnknown(f"{failure.message}, while {script.name} was sent", hint=failure.hint) from error
        raise failure from error

    def _open(self, *, secret: bool) -> Pool:
        """The pool, opened if it is not, able to take secrets if there are any."""
        settings = self._host.connection
        try:
            if self._pool is None:
                self._pool = Pool(self._session, settings.configuration_name, self._limits)
                self._pool.open_session()
            if secret:
                self._pool.exchange_keys()
        except TROUBLE as error:
            if self._pool is not None:
                self._discard(self._pool)
            raise translate(self._host.name, settings, error) from error
        return self._pool

    def _carry_out(self, execution: Execution, chunks: Chunks | None, transcript: Transcript) -> None:
        try:
            refused = execution.feed(chunks) if chunks is not None else None
            execution.follow(transcript, refused)
        except BaseException:
            # Out of reach: a Signal or Delete that came through now would kill a script that is at work.
            if execution.out_of_reach or not self._tidy(execution.pipeline.terminate):
                self._pool = None
            raise

    def _signal(self, pool: Pool, pipeline: Pipeline) -> None:
        twin = Session(self._host.connection, self._limits, self.requests)
        shell = copy.copy(pool.shell)
        shell.wsman = twin
        try:
            with twin.hurried():
                shell.signal(SignalCode.PS_CTRL_C, command_id=pipeline.id)
        except TROUBLE:
            pass  # the running thread ends the pipeline itself when its time to stop is over
        finally:
            twin.transport.reset()

    def _discard(self, pool: Pool) -> None:
        self._tidy(pool.shell.close)
        self._pool = None

    def _tidy(self, action: Callable[[], object]) -> bool:
        """Cleaning up: tried once, bounded, and never in the way of the first error."""
        try:
            with self._session.hurried():
                action()
        except TROUBLE:
            return False
        return True


def _parameters(secrets: Mapping[str, str], what_if: bool) -> dict[str, Any]:
    parameters: dict[str, Any] = {}
    if secrets:
        parameters["Secrets"] = {name: TaggedValue("SS", value) for name, value in secrets.items()}
    if what_if:
        parameters["WhatIf"] = True
    return parameters
