"""What keeps hosts fit for their applications: setup, installers, repair, restarts, keys, caches.

Each plans what it would change, acts, verifies and reports; a plan changes nothing and needs no lock.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from iisfleet import flows
from iisfleet.commands.installers import declared_installers, given_bundle
from iisfleet.commands.preparing import Scope, every_host, load_packages, open_fleet, select_hosts
from iisfleet.commands.running import new_run, run_flows, was_ours_and_is_dead
from iisfleet.errors import UsageError
from iisfleet.flows.packages import Installer
from iisfleet.inventory import PackageUrl
from iisfleet.package import Package


def setup(scope: Scope, plan: bool, reboot: bool, take_over: bool) -> int:
    """Gives every host the server baseline of its inventory."""
    order = flows.SetupOrder(
        run=new_run("setup", plan),
        documents=flows.prepare_setup(select_hosts(scope).hosts),
        plan=plan,
        reboot=reboot,
        take_over=take_over,
        is_dead=was_ours_and_is_dead,
    )
    return run_flows(scope, open_fleet(scope), order.run, lambda host: flows.setup(host, order))


def install_bundle(scope: Scope, installer: Path | None, plan: bool, reboot: bool, timeout: int) -> int:
    """Installs what the inventory declares: VC++ redistributable, hosting bundle, Web Deploy."""
    installers = declared_installers(scope, installer)
    return _install(scope, "install-bundle", installers, plan, reboot=reboot, restart_timeout=timeout)


def repair_module(scope: Scope, installer: Path | None, plan: bool, everything: bool, timeout: int) -> int:
    """Repairs ASP.NET Core Module where its bundle is registered and parts of it are missing."""
    given = (given_bundle(installer),) if installer else ()
    installers = {host.name: given for host in select_hosts(scope).hosts}
    return _install(
        scope, "repair-module", installers, plan, repair=True, everything=everything, restart_timeout=timeout
    )


def _install(scope: Scope, task: str, installers: Mapping[str, tuple[Installer, ...]], plan: bool, **more: Any) -> int:
    order = flows.PackagesOrder(new_run(task, plan), installers, plan, is_dead=was_ours_and_is_dead, **more)
    return run_flows(scope, open_fleet(scope), order.run, lambda host: flows.install_packages(host, order))


def restart_iis(scope: Scope, plan: bool, timeout: int, reboot: bool) -> int:
    """Restarts IIS, or the whole host; what ran before runs again, what was stopped is stopped."""
    order = flows.RestartOrder(
        run=new_run("restart-iis", plan), plan=plan, timeout=timeout, reboot=reboot, is_dead=was_ours_and_is_dead
    )
    return run_flows(scope, open_fleet(scope), order.run, lambda host: flows.restart(host, order))


def switch(scope: Scope, action: str, site: str, pool: str, plan: bool, timeout: int) -> int:
    """Starts or stops a site or a pool, or recycles a pool."""
    if bool(site) == bool(pool):
        if action == "recycle":
            raise UsageError("name a pool", hint="--pool Shop")
        raise UsageError("name either a site or a pool", hint="--site Shop, or --pool Shop")
    order = flows.SwitchOrder(
        run=new_run(action, plan),
        kind="site" if site else "pool",
        name=site or pool,
        action=action,
        timeout=timeout,
        plan=plan,
        is_dead=was_ours_and_is_dead,
    )
    return run_flows(scope, open_fleet(scope), order.run, lambda host: flows.switch(host, order))


def provision_keys(scope: Scope, package: Path | PackageUrl | None, plan: bool, accept_key_loss: bool) -> int:
    """Gives every pool a place for its data-protection keys."""
    order = flows.KeysOrder(
        run=new_run("provision-keys", plan),
        packages=_known_packages(scope, package),
        hosts=every_host(scope),
        files=flows.read_key_files(select_hosts(scope).hosts),
        plan=plan,
        accept_key_loss=accept_key_loss,
        is_dead=was_ours_and_is_dead,
    )
    return run_flows(scope, open_fleet(scope), order.run, lambda host: flows.provision_keys(host, order))


def _known_packages(scope: Scope, package: Path | PackageUrl | None) -> Mapping[str, Package]:
    """The packages that are at hand: what they tell of SetApplicationName is worth knowing, and no reason to fail."""
    inventory = select_hosts(scope)
    paths = [target.package for host in inventory.hosts for target in host.targets]
    if package is None and not all(isinstance(path, Path) and path.exists() for path in paths):
        return {}
    return load_packages(inventory, package)


def clear_cache(scope: Scope, accounts: Sequence[str], method: str, plan: bool) -> int:
    """Clears the package caches of accounts; one that is in use stays."""
    order = flows.ClearOrder(run=new_run("clear-cache", plan), accounts=tuple(accounts), method=method, plan=plan)
    return run_flows(scope, open_fleet(scope), order.run, lambda host: flows.clear_cache(host, order))


def schedule_cache_clear(
    scope: Scope, at: str, days: Sequence[str], accounts: Sequence[str], remove: bool, plan: bool
) -> int:
    """Lets every host clear its package caches by itself."""
    order = flows.ScheduleOrder(
        run=new_run("schedule-cache-clear", plan),
        at=at or None,
        days=tuple(days),
        accounts=tuple(accounts),
        remove=remove,
        plan=plan,
        is_dead=was_ours_and_is_dead,
    )
    return run_flows(scope, open_fleet(scope), order.run, lambda host: flows.schedule_cache_clear(host, order))
