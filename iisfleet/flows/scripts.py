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
from iisfleet.flows.run_once import once_job, run_once_context, scripts_of_run_once
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
    yield from _shares(order, releases)
    yield from _run_once(host, order, releases)
    yield from _named([recovering(order.run).script])
    if host.guard.enabled:
        yield "guard", guard_script()


def _shares(order: ScriptOrder, releases: Sequence[Release]) -> Named:
    for script in scripts_of_shares(order.run, releases, order.packages):
        yield ("share-by-job" if "Enter-HostJob -Folder" in script.text else "share-with-credential"), script


def _run_once(host: Host, order: ScriptOrder, releases: Sequence[Release]) -> Named:
    context = deploy_context(host, releases, order.run)
    for number, site in enumerate((site for site in host.sites if site.run_once), 1):
        if site.run_once:
            about = run_once_context(order.run, context, site, site.run_once)
            yield from _named(scripts_of_run_once(once_job(order.run, number), about), f"{number}-")


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
