"""One run of one script, from its first input to its last line."""

import time

from pypsrp.exceptions import WSManFaultError

from iisfleet.errors import ConnectionFailed, IisfleetError, Interrupted, OutcomeUnknown
from iisfleet.inventory import Host
from iisfleet.remote.connection import ScriptResult
from iisfleet.remote.psrp.chunks import Chunks
from iisfleet.remote.psrp.explaining import translate
from iisfleet.remote.psrp.faults import TROUBLE, is_too_large
from iisfleet.remote.psrp.limits import Limits
from iisfleet.remote.psrp.pipeline import Pipeline
from iisfleet.remote.psrp.pool import Pool
from iisfleet.remote.psrp.session import Session
from iisfleet.remote.psrp.transcript import Transcript
from iisfleet.rendering.script import Script

_NEXT = "If it runs, the host finishes or reverts it by itself, and the next deploy starts from what it finds there."


class Execution:
    """Feeds a started script and follows it to its end."""

    def __init__(
        self, host: Host, session: Session, limits: Limits, pool: Pool, pipeline: Pipeline, script: Script
    ) -> None:
        self.pipeline = pipeline
        self.out_of_reach = False
        self._host = host
        self._session = session
        self._limits = limits
        self._pool = pool
        self._script = script
        self._stop_seen: float | None = None

    def feed(self, chunks: Chunks) -> WSManFaultError | None:
        """Sends the input. Answers with the host's refusal, if it took no more: the script says why, if it can."""
        while True:
            if self._session.halted.is_set():
                raise self._interrupted("it had not begun")
            chunk, last = chunks.peek(self._pool.room)
            try:
                self.pipeline.send(chunk, last=last)
            except WSManFaultError as fault:
                return fault
            except TROUBLE as error:
                if is_too_large(error) and self._pool.shrink():
                    continue
                raise self._lost_while_feeding(error, last) from error
            chunks.drop(len(chunk))
            if last:
                return None

    def follow(self, transcript: Transcript, refused: WSManFaultError | None) -> None:
        """Fetches output until the pipeline has ended, and hands it on line by line."""
        grace = self._host.connection.operation_timeout + 5
        until = time.monotonic() + (self._host.connection.script_timeout if refused is None else grace)
        while not self.pipeline.ended:
            self._check_time(until, refused)
            try:
                output = self.pipeline.poll()
            except TROUBLE as error:
                if transcript.ended:
                    return
                raise self._lost(refused or error) from error
            for written in output:
                transcript.add(written)

    def conclude(self, transcript: Transcript) -> ScriptResult:
        """The result. Raises Interrupted if ``stop`` ended it, OutcomeUnknown if its last line never came."""
        pipeline = self.pipeline
        if pipeline.stopped and self._session.halted.is_set():
            raise self._interrupted("the host stopped it")
        broke = pipeline.failed or pipeline.stopped
        if not broke and not transcript.ended:
            wrote = f"; it wrote: {transcript.leaked}" if transcript.leaked else ""
            raise OutcomeUnknown(f"{self._name}: {self._script.name} ended without its last line{wrote}", hint=_NEXT)
        return transcript.conclude(broke=broke, errors=pipeline.errors)

    @property
    def _name(self) -> str:
        return self._host.name

    def _check_time(self, until: float, refused: WSManFaultError | None) -> None:
        now = time.monotonic()
        if self._session.halted.is_set():
            self._stop_seen = self._stop_seen or now
            if now - self._stop_seen > self._limits.stopping:
                raise self._interrupted(f"it did not stop within {self._limits.stopping:g} s and was ended")
        if now > until and refused is not None:
            raise translate(self._name, self._host.connection, refused)
        if now > until:
            limit = self._host.connection.script_timeout
            raise OutcomeUnknown(f"{self._name}: {self._script.name} still runs after {limit} s", hint=_NEXT)

    def _lost_while_feeding(self, error: Exception, last: bool) -> IisfleetError:
        if last and self._session.maybe_arrived:
            return self._unknown(error)
        failure = translate(self._name, self._host.connection, error)
        message = failure.message.removeprefix(f"{self._name}: ")
        said = f"{message}, while content was sent; {self._script.name} had not begun"
        return ConnectionFailed(self._name, said, kind=failure.kind, hint=failure.hint)

    def _lost(self, error: Exception) -> IisfleetError:
        self.out_of_reach = True
        return self._unknown(error)

    def _unknown(self, error: Exception) -> IisfleetError:
        failure = translate(self._name, self._host.connection, error)
        if self._session.halted.is_set():
            return self._interrupted(f"what became of it is unknown ({failure.message})")
        said = f"{failure.message}; what became of {self._script.name} is unknown"
        return OutcomeUnknown(said, hint=_NEXT, cause=failure.message)

    def _interrupted(self, state: str) -> Interrupted:
        return Interrupted(f"{self._name}: interrupted in {self._script.name}: {state}")
