"""Programs of the user around a run and around the work on each host."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from iisfleet.inventory import Hooks
from iisfleet.results import StepFailure
from iisfleet.rollout.instructions import CallResult, ControllerCall, Outcome

Name = Literal["before_run", "after_run", "before_host", "after_host"]
Make = Callable[[ControllerCall], CallResult]


@dataclass(frozen=True)
class HookCalls:
    """The hooks of an inventory in ``folder``, with what they are told of the run as environment ``variables``."""

    hooks: Hooks = field(default_factory=Hooks)
    folder: Path | None = None
    variables: Mapping[str, str] = field(default_factory=dict)

    def call(self, name: Name, **more: str) -> ControllerCall | None:
        """What is to be called; None if the inventory has no such hook. ``more``: HOST, STATUS."""
        hook = getattr(self.hooks, name)
        if hook is None:
            return None
        told = {**self.variables, **more}
        return ControllerCall(
            name=f"hooks.{name}",
            timeout=hook.timeout,
            command=hook.command,
            environment={f"IISFLEET_{key}": value for key, value in told.items()},
            folder=self.folder,
        )

    def around(self, host: str, make: Make, work: Callable[[], Outcome]) -> Outcome:
        """The outcome of the work on a host; that of the hook before it, if it fails."""
        before = self._make(make, "before_host", HOST=host)
        if before:
            return Outcome("failed", failure=replace(before, kind="hook"), step="before_host")
        outcome = work()
        after = self._make(make, "after_host", HOST=host, STATUS=outcome.status)
        return replace(outcome, warnings=(*outcome.warnings, warning(after))) if after else outcome

    def _make(self, make: Make, name: Name, **more: str) -> StepFailure | None:
        call = self.call(name, **more)
        return make(call).failure if call else None


NO_HOOKS = HookCalls()


def warning(failure: StepFailure) -> str:
    """A hook that has failed after everything was done."""
    return f"{failure.message}: {failure.found}"
