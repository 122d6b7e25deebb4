"""Steps of the tests' own, for scripts that are about the shell and not about IIS. They need no machine."""

import threading
from dataclasses import dataclass, field

from winlab.shell import Stopped
from winlab.shell.handlers import Params, SecretText, Session, StepFailure, StepOutcome, change, step
from winlab.windows.processes import Processes


class Sound:
    """Faults and power of a machine that nothing befalls."""

    def tells(self, what: str, phase: str) -> bool:
        return False


@dataclass
class Stage:
    """Stands where a machine would: what the steps tell the test, and the test the steps."""

    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    go: threading.Event = field(default_factory=threading.Event)
    done: list[str] = field(default_factory=list)
    processes: Processes = field(default_factory=Processes)
    faults: Sound = field(default_factory=Sound)
    power: Sound = field(default_factory=Sound)


@step("Test-Echo")
def _echo(session: Session, p: Params) -> StepOutcome:
    secret = p.get("Secret")
    data = {
        "bytes": sum(map(len, session.content)),
        "secret": len(secret.reveal()) if isinstance(secret, SecretText) else None,
        "whatif": session.whatif,
    }
    changes = [change(f"echo/{p['Name']}", None, p.get("Value"))] if "Value" in p else []
    return StepOutcome(changes, data, ["a warning"] if p.get("Warn") else [])


@step("Test-Wait")
def _wait(session: Session, p: Params) -> StepOutcome:
    """Tells that it has begun, and ends when the test lets it go or the client stops the script."""
    stage = session.machine
    assert isinstance(stage, Stage)
    stage.begun.release()
    while not stage.go.wait(0.01) and not session.stopped.is_set():
        pass
    stage.done.append(str(p.get("Name")))
    return StepOutcome()


@step("Test-Fail")
def _fail(session: Session, p: Params) -> StepOutcome:
    secret = p.get("Secret")
    told = secret.reveal() if isinstance(secret, SecretText) else "nothing"
    raise StepFailure(f"It was {told}.", expected="good", found="bad", remedy="Try again.", kind="test")


@step("Test-Stopped")
def _stopped(session: Session, p: Params) -> StepOutcome:
    """A step that waits, and is stopped by the client meanwhile."""
    session.stopped.set()
    raise Stopped


@step("Test-Bug")
def _bug(session: Session, p: Params) -> StepOutcome:
    return StepOutcome(data={"x": 1 // 0})


def script(*steps: str, phase: str = "starting", reverting: str = "") -> str:
    """A rendered script as short as can be."""
    back = f"$Reverting = {{\n    {reverting}\n}}\n" if reverting else ""
    body = "\n    ".join(steps)
    return f"{back}Invoke-Phase '{phase}' {{\n    {body}\n}}\n"
