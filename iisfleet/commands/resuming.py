"""Completing a run that did not get to all of its hosts."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from iisfleet.commands.home import HOME, environment_words
from iisfleet.commands.preparing import Scope, every_host, select_hosts
from iisfleet.commands.running import refuse_going_on
from iisfleet.errors import ExitCode, UsageError
from iisfleet.inventory import PackageUrl
from iisfleet.package import Package
from iisfleet.reporting.document import run_document
from iisfleet.reporting.past import Past, load_past

_RUN = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")


def past_run(scope: Scope, task: str, run: str) -> Past:
    """The run that is to be completed. Raises UsageError if that one cannot be."""
    past = load_past(HOME / "runs", run) if _RUN.fullmatch(run) else None
    if past is None:
        there = ", ".join(islice(_resumable(scope, task), 3))
        hint = f"the last ones here: {there}" if there else "a run is resumed where it was started"
        raise UsageError(f"there is no record of a run {run}", hint=hint)
    if (past.task, past.environment) != (task, scope.env):
        found = f"{past.task} --env {past.environment}"
        raise UsageError(
            f"run {run} was another one: {found}", hint=f"--resume takes a run of {task} --env {scope.env}"
        )
    if not past.ended:
        refuse_going_on(run)
    return past


def _resumable(scope: Scope, task: str) -> Iterator[str]:
    """The runs of a task and an environment, the last one first."""
    for folder in sorted((HOME / "runs").glob("*"), reverse=True):
        past = load_past(HOME / "runs", folder.name)
        if past and (past.task, past.environment) == (task, scope.env):
            yield past.run


def left_of(scope: Scope, past: Past) -> Scope | None:
    """The hosts that are left, of those that the command is for; None if there are none.

    A host that was declared since is not among them, nor is one that is not declared any more (``unknown_of``).
    """
    names = [host.name for host in select_hosts(scope).hosts if host.name in past.left]
    return replace(scope, limit=",".join(names)) if names else None


def unknown_of(scope: Scope, past: Past) -> list[str]:
    """A warning for each host that is left, and that the inventory does not have any more."""
    declared = {host.name for host in every_host(scope)}
    return [
        f"{name} is not done, and not declared any more: it stays as it is; if it has another name now, deploy to that"
        for name in past.left
        if name not in declared
    ]


def nothing_left(scope: Scope, past: Past, warnings: Sequence[str]) -> int:
    """Tells that all hosts are as they should be, but for those that the warnings name."""
    if scope.as_json:
        print(json.dumps(run_document(past.run, past.task, past.environment, ExitCode.OK, [], warnings=warnings)))
        return ExitCode.OK
    print(f"run {past.run}: nothing {'else ' if warnings else ''}is left to do")
    for warning in warnings:
        print(f"warning: {warning}")
    return ExitCode.OK


def check_packages(past: Past, packages: Mapping[str, Package]) -> None:
    """Raises UsageError if a run would be completed with something else."""
    for target, package in packages.items():
        before = past.packages.get(target, package.manifest.sha256)
        if before != package.manifest.sha256:
            raise UsageError(
                f"run {past.run} deployed another package of {target}: manifest {before[:20]}, this one has"
                f" {package.manifest.sha256[:20]}",
                hint="deploy it without --resume, or give the package of that run",
            )


@dataclass(frozen=True)
class Words:
    """What was typed, as far as the command that completes the run has to say it again."""

    scope: Scope
    package: Path | PackageUrl | None = None
    accept_key_loss: bool = False
    clean: bool = False

    def resuming(self, run: str) -> str:
        """``invoke deploy --env staging --resume RUN``."""
        words = ["invoke", "deploy", *environment_words(self.scope.env, self.scope.folder)]
        if isinstance(self.package, PackageUrl):
            words += ["--package", self.package.shown, "--sha256", self.package.sha256]
        elif self.package:
            words += ["--package", str(self.package)]
        if self.scope.batch is not None:
            words += ["--batch", str(self.scope.batch)]
        words += ["--accept-key-loss"] if self.accept_key_loss else []
        words += ["--clean"] if self.clean else []
        return shlex.join([*words, "--resume", run])
