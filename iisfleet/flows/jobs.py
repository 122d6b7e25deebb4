"""A job on a host: a script that runs detached, started at most once, and followed to its end whatever breaks.

The script is rendered with ``record=job_folder(run)``. A job whose process was ended in the middle reverts by itself
(scripts/jobs/Enter-HostJob.ps1), so that all that is left to do here is to hear how it ended.
"""

import math
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from typing import Any

from iisfleet.errors import ConnectionFailed, IisfleetError, Interrupted, OutcomeUnknown
from iisfleet.flows.patience import Patience, may_answer
from iisfleet.inventory import Host, Secret
from iisfleet.remote.connection import ScriptResult
from iisfleet.rendering import Script, SecretReference, render_script
from iisfleet.rendering.release import RunInfo
from iisfleet.results import End, NotAResult, StepFailure, StepResult, parse_step_line
from iisfleet.rollout.instructions import Instruction, Run, Tell

# Seconds that the host waits for news before it answers that there are none: less than an operation may take.
WAIT = 15
_KEEP = 5
_RESUMES = 3
# What a job gets beyond its own time: to be ended by Windows, and to revert.
_SLACK = 600.0


def job_folder(run: RunInfo) -> str:
    """Where a run's job keeps its state and output on the host."""
    return rf"C:\ProgramData\iisfleet\jobs\{run.id}"


def run_job(
    host: Host, run: RunInfo, script: Script, *, secrets: Mapping[str, Secret] | None = None, minutes: int = 60
) -> Generator[Instruction, Any, ScriptResult]:
    """Runs a script as the job of a run, and answers as a ``Run`` would; its steps are told as they come.

    ``minutes`` is how long the host lets it run, besides draining, and how long the host may be silent. The first
    Ctrl-C waits for its end. Raises ConnectionFailed if nothing was started, OutcomeUnknown if its end was not heard.
    """
    minutes += math.ceil(host.drain.seconds / 60) if host.drain else 0
    started = yield from _start(host, run, script, secrets or {}, minutes)
    if started.failed:
        return started
    yield Tell(script=script)
    return (yield from _Following(host, run.id, minutes).follow())


def attach(host: Host, job: Mapping[str, Any], minutes: int = 60) -> Generator[Instruction, Any, ScriptResult]:
    """Waits for the end of a job that is there already, ``job`` as Get-HostJob tells it, and answers as run_job."""
    return (yield from _Following(host, str(job["id"]), minutes).follow())


def _start(
    host: Host, run: RunInfo, script: Script, secrets: Mapping[str, Secret], minutes: int
) -> Generator[Instruction, Any, ScriptResult]:
    """Sending it again is safe: the host starts a job of one id once."""
    starting = Run(_start_script(run, script, secrets, minutes), secrets=secrets, content=script.text.encode())
    patience, maybe_there = Patience(host.name, host.connection.ask_timeout), False
    while True:
        try:
            return (yield starting)  # type: ignore[no-any-return]
        except Interrupted:  # said once; a job that may be there is not left unheard
            if not maybe_there:
                raise
        except (OutcomeUnknown, ConnectionFailed) as error:
            maybe_there = maybe_there or isinstance(error, OutcomeUnknown)
            again = may_answer(error) and (maybe_there or getattr(error, "kind", "") == "lost")
            if not again or not (yield from patience.wait()):
                raise _unheard(host, run.id, error) if maybe_there else error from None


def _start_script(run: RunInfo, script: Script, secrets: Mapping[str, Secret], minutes: int) -> Script:
    job = {
        "Id": run.id,
        "Run": run.id,
        "Task": run.why,
        "Who": run.who,
        "Controller": run.controller,
        "Sha256": script.sha256,
        "Secrets": {name: SecretReference(name) for name in secrets},
        "TimeoutMinutes": minutes,
    }
    return render_script("job-start", ["updating"], {"job": job})


class _Following:
    """How far a job has been heard."""

    def __init__(self, host: Host, job: str, minutes: int) -> None:
        self._host = host
        self._job = job
        self._steps: list[StepResult] = []
        self._offset = 0
        self._end: End | None = None
        self._has_ended = False
        self._resumes = 0
        self._silence = 0.0
        self._seconds = minutes * 60.0
        self._patience = Patience(host.name, self._seconds)

    def follow(self) -> Generator[Instruction, Any, ScriptResult]:
        """Asks until the job has ended and all of its output was heard."""
        while True:
            try:
                result = yield Run(self._poll(), following=True)
                self._patience.answered()
                told = yield from self._take(result)
            except _Endless:
                raise
            except (OutcomeUnknown, ConnectionFailed) as error:
                if self._end and self._has_ended:
                    return self._conclude()  # only tidying up was left
                if not may_answer(error) or not (yield from self._patience.wait()):
                    raise _unheard(self._host, self._job, error) from error
                continue
            if told is not None:
                return told

    def _poll(self) -> Script:
        # The last one tidies up.
        phases = ["starting", "finishing"] if self._has_ended else ["starting"]
        context = {"id": self._job, "offset": self._offset, "wait": WAIT, "keep": _KEEP}
        return render_script("job-poll", phases, context)

    def _take(self, result: ScriptResult) -> Generator[Instruction, Any, ScriptResult | None]:
        """What one answer says; the result of the job once nothing more is to come."""
        found = next((step for step in result.steps if step.step == "Get-HostJob"), None)
        if found is None or found.status == "failed":
            return self._stop(result)
        job = found.data["job"]
        if job is None:
            raise _Vanished(self._host, self._job)
        lines = found.data["lines"] or []
        self._offset = int(found.data["offset"])
        yield from self._tell(lines)
        return (yield from self._judge(job, quiet=not lines))

    def _tell(self, lines: Sequence[str]) -> Generator[Instruction, Any, None]:
        results = list(_results(lines))
        self._end = next((one for one in results if isinstance(one, End)), self._end)
        steps = tuple(one for one in results if isinstance(one, StepResult))
        if steps:
            self._steps += steps
            yield Tell(steps)

    def _judge(self, job: Mapping[str, Any], *, quiet: bool) -> Generator[Instruction, Any, ScriptResult | None]:
        if job["state"] == "ended":
            if self._has_ended and quiet:
                return self._conclude()
            self._has_ended = True
        elif job["state"] == "lost" and quiet:
            return (yield from self._resume())
        self._silence = self._silence + WAIT if quiet else 0.0
        if self._silence > self._seconds + _SLACK:
            raise _Endless(self._host, self._job)
        return None

    def _resume(self) -> Generator[Instruction, Any, ScriptResult | None]:
        """Lets the host go on with a job that nothing runs any more."""
        self._resumes += 1
        if self._resumes > _RESUMES:
            return self._fail(_dead(self._job))
        result = yield Run(render_script("job-resume", ["updating"], {"id": self._job}), following=True)
        return self._stop(result) if result.failed else None

    def _stop(self, result: ScriptResult) -> ScriptResult:
        """The host does not let the job be followed."""
        if result.failed is None:
            return self._fail(_broken(self._job))
        return ScriptResult((*self._steps, result.failed), result.failed, completed=False)

    def _conclude(self) -> ScriptResult:
        failed = next((step for step in self._steps if step.status == "failed"), None)
        if failed is None and (self._end is None or self._end.status == "failed"):
            return self._fail(_broken(self._job))
        return ScriptResult(tuple(self._steps), failed, completed=self._end is not None)

    def _fail(self, failure: StepFailure) -> ScriptResult:
        step = StepResult("Get-HostJob", self._steps[-1].phase if self._steps else "", "failed", error=failure)
        return ScriptResult((*self._steps, step), step, completed=self._end is not None)


def _results(lines: Iterable[str]) -> Iterator[StepResult | End]:
    """The result lines among the output; a line that was torn by the end of its process is none."""
    for line in lines:
        try:
            yield parse_step_line(line)
        except NotAResult:
            continue


_NEXT = "It goes on by itself, or reverts by itself. Run the same command again: it waits for the job's end."


class _Vanished(IisfleetError):
    """The host does not know the job any more."""

    def __init__(self, host: Host, job: str) -> None:
        super().__init__(
            f"{host.name}: the job {job} is not known there any more",
            hint="Somebody has removed its folder. What it has done shows when you run the same command again.",
        )


class _Endless(OutcomeUnknown):
    """The job runs longer than Windows was told to let it."""

    def __init__(self, host: Host, job: str) -> None:
        super().__init__(f"{host.name}: the job {job} does not end within its time", hint=_NEXT)


def _unheard(host: Host, job: str, error: IisfleetError) -> OutcomeUnknown:
    return OutcomeUnknown(f"{error.message}; what became of the job {job} of {host.name} is unknown", hint=_NEXT)


def _dead(job: str) -> StepFailure:
    return StepFailure(
        f"The job {job} does not come to its end: its process ends each time it is started.",
        expected="the last line of its output",
        found=f"no process, after {_RESUMES} more starts",
        remedy=rf"Look at the task \iisfleet\job-{job} in the host's Task Scheduler (last run result), mend what it"
        " says, then run again.",
        kind="job",
    )


def _broken(job: str) -> StepFailure:
    return StepFailure(
        f"The job {job} ended without saying how.",
        expected="the last line of its output",
        found="no such line",
        remedy=rf"Its output is in C:\ProgramData\iisfleet\jobs\{job}. Run the same command again.",
        kind="job",
    )
