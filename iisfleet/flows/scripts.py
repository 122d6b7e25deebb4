"""The scripts of a task on a host that has told nothing yet: what ``invoke render`` writes, and tests hold to rules."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from iisfleet.flows.adopting import scripts_of_adopt
from iisfleet.flows.deploying import scripts_of_deploy
from iisfleet.flows.guarding import guard_script
from iisfleet.flows.importing import script_of_import
from iisfleet.flows.recovering import recovering
from iisfleet.flows.rollback import scripts_of_rollback
from iisfleet.flows.run_once import once_jobs
from iisfleet.flows.setup import SetupOrder, prepare_setup, scripts_of_setup
from iisfleet.flows.sharing import scripts_of_shares
from iisfleet.inventory import Host
from iisfleet.package import Package
from iisfleet.rendering import Script
from iisfleet.rendering.deployment import deploy_context
from iisfleet.rendering.dsc import KINDS
from iisfleet.rendering.release import Release, RunInfo

Named = Iterator[tuple[str, Script]]


@dataclass(frozen=True)
class ScriptOrder:
    """``packages`` by target name, for the tasks in ``PACKAGED``."""

    run: RunInfo
    packages: Mapping[str, Package] = field(default_factory=dict)

    def releases(self, host: Host) -> list[Release]:
        """What the packages become on a host."""
        return [Release.of(target, self.packages[target.name]) for target in host.targets]


def scripts_of_task(task: str, host: Host, order: ScriptOrder) -> dict[str, Script]:
    """By a name that is good for a file: each script that the task can run on the host by itself."""
    return dict(_SCRIPTS[task](host, order))


def _deploy(host: Host, order: ScriptOrder) -> Named:
    releases = order.releases(host)
    yield from _named(scripts_of_deploy(host, order.run, releases))
    yield from scripts_of_shares(order.run, releases, order.packages)
    yield from _run_once(host, order, releases)
    yield from _named([recovering(order.run).script])
    if host.guard.enabled:
        yield "guard", guard_script()


def _run_once(host: Host, order: ScriptOrder, releases: Sequence[Release]) -> Named:
    for number, job in enumerate(once_jobs(host, order.run, deploy_context(host, releases, order.run)), 1):
        yield from _named(job.scripts(), f"{number}-")


def _rollback(host: Host, order: ScriptOrder) -> Named:
    for name, script in _named(scripts_of_rollback(host, order.run, order.releases(host))):
        yield name.replace("deploy-", "rollback-"), script


def _adopt(host: Host, order: ScriptOrder) -> Named:
    return _named(scripts_of_adopt(host, order.run))


def _import(_host: Host, _order: ScriptOrder) -> Named:
    return _named([script_of_import(())])


def _setup(host: Host, order: ScriptOrder) -> Named:
    """Which kind of Windows the host is, and whether it has DSC, the host tells later."""
    about = SetupOrder(order.run, prepare_setup([host]))
    for windows in KINDS:
        for dsc in (True, False) if host.setup.method == "dsc" else (False,):
            way = "" if dsc else "-steps"
            yield from _named(scripts_of_setup(host, about, windows, dsc=dsc), f"{windows}{way}-")


def _named(scripts: Sequence[Script] | Iterator[Script], before: str = "") -> Named:
    return ((f"{before}{script.name.replace('/', '-')}", script) for script in scripts)


_SCRIPTS: Final[Mapping[str, Callable[[Host, ScriptOrder], Named]]] = {
    "deploy": _deploy,
    "rollback": _rollback,
    "adopt": _adopt,
    "setup": _setup,
    "inventory.import": _import,
}
TASKS: Final = tuple(_SCRIPTS)
PACKAGED: Final = ("deploy", "rollback")
