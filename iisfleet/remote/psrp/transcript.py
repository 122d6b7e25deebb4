"""What a script wrote, judged: results, and everything that is none."""

from collections.abc import Sequence

from iisfleet.inventory.secret import MASK, quoted_forms
from iisfleet.remote.connection import OnStep, ScriptResult
from iisfleet.results import End, NotAResult, StepFailure, StepResult, parse_step_line

_SHOWN = 400
_NOISY = "Render the script (invoke render) and look at it; a profile or a function wrote what it should not."
_BROKEN = (
    "The process of the session has ended, or the script was stopped: the Application log of the host may say why. "
    "Run the same command again: it first puts back what is left half done."
)


class Transcript:
    """Takes output as it arrives and hands each result on at once."""

    def __init__(self, script: str, on_step: OnStep, hidden: Sequence[str] = ()) -> None:
        self._script = script
        self._on_step = on_step
        forms = {form for value in hidden if value for form in quoted_forms(value)}
        self._hidden = sorted(forms, key=len, reverse=True)
        self._steps: list[StepResult] = []
        self._noise: list[str] = []
        self.ended = False

    def add(self, written: object) -> None:
        """Takes one object from the output."""
        try:
            line = parse_step_line(str(written))
        except NotAResult:
            self._noise.append(str(written))
            return
        if isinstance(line, End):
            self.ended = True
        else:
            self._keep(line)

    @property
    def leaked(self) -> str:
        """What was written and is no result, masked and cut short."""
        return self._masked("; ".join(self._noise))

    def conclude(self, *, broke: bool, errors: Sequence[str]) -> ScriptResult:
        """Judges the whole. ``broke``: the pipeline failed; ``errors``: what stands in its error stream."""
        trouble = self._trouble(broke, errors)
        if trouble is not None:
            phase = self._steps[-1].phase if self._steps else ""
            self._keep(StepResult(step=self._script, phase=phase, status="failed", error=trouble))
        failed = next((step for step in self._steps if step.status == "failed"), None)
        return ScriptResult(tuple(self._steps), failed, completed=self.ended)

    def _keep(self, step: StepResult) -> None:
        self._steps.append(step)
        self._on_step(step)

    def _trouble(self, broke: bool, errors: Sequence[str]) -> StepFailure | None:
        """A failure outside of the steps."""
        if broke:
            found = "; ".join(errors) or "no reason given"
            after = f"after {self._steps[-1].step}" if self._steps else "before its first step"
            return self._failure(f"The script broke off {after}.", "an end line", found, _BROKEN)
        if errors:
            return self._failure("The script wrote to its error stream.", "no errors", "; ".join(errors), _NOISY)
        if self._noise:
            told = "; ".join(self._noise)
            return self._failure("The script wrote text that is no result.", "result lines", told, _NOISY)
        return None

    def _failure(self, message: str, expected: str, found: str, remedy: str) -> StepFailure:
        return StepFailure(message, expected, self._masked(found), remedy, kind="script")

    def _masked(self, text: str) -> str:
        for value in self._hidden:
            text = text.replace(value, MASK)
        return text[:_SHOWN]
