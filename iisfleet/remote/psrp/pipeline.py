"""One script on its way through a pool."""

import base64
from collections.abc import Mapping
from typing import Any

from pypsrp.complex_objects import ApartmentState, HostInfo, PSInvocationState, RemoteStreamOptions
from pypsrp.complex_objects import Pipeline as Commands
from pypsrp.exceptions import InvalidPSRPOperation
from pypsrp.messages import CreatePipeline, EndOfPipelineInput, PipelineInput
from pypsrp.powershell import PowerShell
from pypsrp.shell import SignalCode

from iisfleet.remote.psrp.pool import Pool


class Pipeline:
    """Starts a script, feeds it, fetches what it writes. Every method makes one request, or one a fragment."""

    def __init__(self, pool: Pool, text: str, parameters: Mapping[str, Any]) -> None:
        self._pool = pool
        # True: the Command was answered. Before that, None: it carries the whole script, so that the host can be
        # asked for it if the answer is lost; False: it carries the first part only, and nothing runs.
        self.handed_over: bool | None = False
        self._powershell = PowerShell(pool)
        self._powershell.add_script(text, use_local_scope=True).add_parameters(dict(parameters))

    @property
    def id(self) -> str:
        """The CommandId, chosen here, so that a Command whose answer was lost can be asked for."""
        return str(self._powershell.id)

    @property
    def ended(self) -> bool:
        return self._powershell.state in (
            PSInvocationState.COMPLETED,
            PSInvocationState.FAILED,
            PSInvocationState.STOPPED,
        )

    @property
    def failed(self) -> bool:
        return bool(self._powershell.state == PSInvocationState.FAILED)

    @property
    def stopped(self) -> bool:
        return bool(self._powershell.state == PSInvocationState.STOPPED)

    @property
    def errors(self) -> list[str]:
        """What the error stream holds, a sentence a record."""
        return [_sentence(record) for record in self._powershell.streams.error]

    def start(self, *, expects_input: bool) -> None:
        """Sends the script. pypsrp's begin_invoke also sends all input, and stops at the first that is too large."""
        pool = self._pool
        first, *others = pool._fragmenter.fragment(self._creation(expects_input), pool.id, self.id)
        self.handed_over = False if others else None
        pool.pipelines[self.id] = self._powershell
        pool.shell.command("", arguments=[base64.b64encode(first).decode()], command_id=self.id)
        self.handed_over = True
        self.adopt()
        for fragment in others:
            pool.shell.send("stdin", fragment, command_id=self.id)

    def _creation(self, expects_input: bool) -> CreatePipeline:
        return CreatePipeline(
            not expects_input,
            ApartmentState(value=self._pool.apartment_state),
            RemoteStreamOptions(value=0),
            False,
            HostInfo(host=None),
            Commands(is_nested=False, cmds=self._powershell.commands, history=None, redirect_err_to_out=False),
            False,
        )

    def adopt(self) -> None:
        """Takes a pipeline for running whose Command was sent and not answered: the next Receive tells."""
        self._powershell._command_id = self.id
        self._powershell.state = PSInvocationState.RUNNING

    def send(self, chunk: bytes, *, last: bool) -> None:
        """Sends one chunk of input; the end of the input rides in the last."""
        messages: list[Any] = [PipelineInput(data=chunk)]
        if last:
            messages.append(EndOfPipelineInput())
        for fragment in self._pool._fragmenter.fragment_multiple(messages, self._pool.id, self.id):
            self._pool.shell.send("stdin", fragment, command_id=self.id)

    def poll(self) -> list[Any]:
        """Waits for output, at most the operation timeout, and takes it.

        Raises InvalidPSRPOperation if the host has nothing more and told of no end: the pipeline never was, or is gone.
        """
        self._pool.over = False
        self._powershell.poll_invoke()
        output, self._powershell.output = self._powershell.output, []
        if self._pool.over and not self.ended and not output:
            raise InvalidPSRPOperation("the host does not know the script any more")
        return output

    def terminate(self) -> None:
        """Ends the pipeline if it runs, and frees it on the host: else it counts against a quota (pypsrp#148)."""
        self._pool.pipelines.pop(self.id, None)
        self._pool.shell.signal(SignalCode.TERMINATE, command_id=self.id)


def _sentence(record: Any) -> str:
    """The message of an ErrorRecord, with the innermost place in the script where there is one."""
    exception = getattr(record, "exception", None)
    said = exception.adapted_properties.get("Message") if exception is not None else None
    text = record.details_message or said or record.message or str(record)
    place = (record.script_stacktrace or "").partition("\n")[0].strip()
    return f"{text} ({place})" if place else str(text)
