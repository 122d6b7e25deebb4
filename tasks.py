"""What a person types. Every task is a thin door to ``iisfleet.commands``, which is imported when it is used."""

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from invoke import Collection

from iisfleet.doors import fleet_task, number, package_at, path, plain_task, words

if TYPE_CHECKING:
    from iisfleet.commands import Scope


@fleet_task()
def deploy(
    scope: "Scope",
    package: str = "",
    sha256: str = "",
    accept_key_loss: bool = False,
    clean: bool = False,
    resume: str = "",
) -> int:
    """Deploy a release to every host of an environment, verified or reverted.

    invoke deploy --env lab
    invoke deploy --env staging --package ./publish --limit web01,web02
    invoke deploy --env staging --package https://builds.example.com/Shop-1.4.zip --sha256 9f86d0...
    invoke deploy --env staging --clean        # nothing of the previous deployment stays
    invoke deploy --env production --batch 25% --json
    invoke deploy --env production --resume 20261124-201641-3579
    """
    from iisfleet import commands

    return commands.deploy(scope, package_at(package, sha256), accept_key_loss, clean, resume or None)


@fleet_task("batch")
def plan(scope: "Scope", package: str = "", sha256: str = "", check: bool = False, clean: bool = False) -> int:
    """Show every property that a deploy would change; change nothing.

    invoke plan --env staging --package ./publish
    invoke plan --env production --check      # exit code 7 if anything differs
    """
    from iisfleet import commands

    return commands.plan(scope, package_at(package, sha256), check, clean)


@fleet_task("batch")
def status(scope: "Scope") -> int:
    """Show what every host serves, and who holds it.

    invoke status --env lab
    """
    from iisfleet import commands

    return commands.status(scope)


@fleet_task("batch")
def history(scope: "Scope", last: str = "20") -> int:
    """Show what was deployed, put back, adopted and locked on every host, from its journal.

    invoke history --env staging --limit web01 --last 5
    """
    from iisfleet import commands

    return commands.history(scope, number("last", last))


@fleet_task()
def rollback(scope: "Scope", release: str = "", plan: bool = False) -> int:
    """Go back to the release that was served before, or to another one that was kept, with its settings.

    invoke rollback --env staging --plan
    invoke rollback --env staging
    invoke rollback --env staging --release 1.4.2-0a1b2c3d4e
    """
    from iisfleet import commands

    return commands.rollback(scope, release or None, plan)


@fleet_task("batch")
def lock(scope: "Scope", message: str = "", plan: bool = False) -> int:
    """Lock hosts with a message: no run changes them until unlock.

    invoke lock --env staging --limit web01 --message "new disks until noon"
    """
    from iisfleet.commands import locking

    return locking.lock(scope, message, plan)


@fleet_task("batch")
def unlock(scope: "Scope", run: str = "", plan: bool = False) -> int:
    """Take away a lock that a person has set, or with --run that of a run that is over.

    invoke unlock --env staging --limit web01
    invoke unlock --env staging --run 20260114-103209-d7c5
    """
    from iisfleet.commands import locking

    return locking.unlock(scope, run or None, plan)


@fleet_task()
def setup(scope: "Scope", plan: bool = False, reboot: bool = False, take_over: bool = False) -> int:
    """Give servers what IIS needs: features, folders, registry policy, services.

    invoke setup --env staging --plan
    invoke setup --env staging --reboot --batch 1
    """
    from iisfleet.commands import fitness

    return fitness.setup(scope, plan, reboot, take_over)


@fleet_task(batch="1")
def install_bundle(
    scope: "Scope", installer: str = "", plan: bool = False, reboot: bool = False, timeout: str = "120"
) -> int:
    """Install the .NET hosting bundle and what the inventory names beside it; IIS restarts, all as before.

    One host at a time, unless --batch says more.

    invoke install-bundle --env staging --plan
    invoke install-bundle --env staging --installer ./dotnet-hosting-10.0.12-win.exe
    """
    from iisfleet.commands import fitness

    return fitness.install_bundle(scope, path(installer), plan, reboot, number("timeout", timeout))


@fleet_task(batch="1")
def repair_module(
    scope: "Scope", installer: str = "", all: bool = False, plan: bool = False, timeout: str = "120"
) -> int:
    """Repair ASP.NET Core Module on hosts that lack parts of it, as after an upgrade of Windows.

    One host at a time, unless --batch says more.

    invoke repair-module --env production --plan
    invoke repair-module --env production
    invoke repair-module --env production --all --limit web01
    """
    from iisfleet.commands import fitness

    return fitness.repair_module(scope, path(installer), plan, all, number("timeout", timeout))


@fleet_task(batch="1")
def restart_iis(scope: "Scope", plan: bool = False, reboot: bool = False, timeout: str = "120") -> int:
    """Restart IIS, or with --reboot the hosts; what ran runs again, what was stopped stays stopped.

    One host at a time, unless --batch says more.

    invoke restart-iis --env staging
    invoke restart-iis --env production --reboot --batch 2
    """
    from iisfleet.commands import fitness

    return fitness.restart_iis(scope, plan, number("timeout", timeout), reboot)


@fleet_task()
def start(scope: "Scope", site: str = "", pool: str = "", plan: bool = False, timeout: str = "60") -> int:
    """Start a site or a pool.

    invoke start --env staging --site Shop
    """
    from iisfleet.commands import fitness

    return fitness.switch(scope, "start", site, pool, plan, number("timeout", timeout))


@fleet_task()
def stop(scope: "Scope", site: str = "", pool: str = "", plan: bool = False, timeout: str = "60") -> int:
    """Stop a site or a pool.

    invoke stop --env staging --pool Shop --limit web01
    """
    from iisfleet.commands import fitness

    return fitness.switch(scope, "stop", site, pool, plan, number("timeout", timeout))


@fleet_task()
def recycle(scope: "Scope", pool: str = "", plan: bool = False, timeout: str = "60") -> int:
    """Give a pool a new worker process.

    invoke recycle --env staging --pool Shop
    """
    from iisfleet.commands import fitness

    return fitness.switch(scope, "recycle", "", pool, plan, number("timeout", timeout))


@fleet_task("batch")
def adopt(scope: "Scope", site: str = "", plan: bool = False) -> int:
    """Take over sites that were made by hand; what they serve becomes a release to go back to.

    invoke adopt --env production --plan      # also what a deploy would change then
    invoke adopt --env production --site Shop
    """
    from iisfleet.commands import brownfield

    return brownfield.adopt(scope, words(site), plan)


@fleet_task("batch")
def provision_keys(
    scope: "Scope", package: str = "", sha256: str = "", plan: bool = False, accept_key_loss: bool = False
) -> int:
    """Give pools a place for their data-protection keys, as data_protection in the inventory says.

    invoke provision-keys --env staging --plan
    invoke provision-keys --env staging
    """
    from iisfleet.commands import fitness

    return fitness.provision_keys(scope, package_at(package, sha256), plan, accept_key_loss)


@fleet_task("batch")
def clear_cache(scope: "Scope", accounts: str = "", method: str = "", plan: bool = False) -> int:
    """Clear the package caches of accounts; one that is in use stays.

    invoke clear-cache --env build --accounts all --plan
    invoke clear-cache --env build --accounts buildagent
    """
    from iisfleet.commands import fitness

    return fitness.clear_cache(scope, words(accounts), method, plan)


@fleet_task("batch")
def schedule_cache_clear(
    scope: "Scope", at: str = "", days: str = "", accounts: str = "", remove: bool = False, plan: bool = False
) -> int:
    """Let hosts clear their package caches by themselves; status shows the last run.

    invoke schedule-cache-clear --env build --at 03:00 --days sunday
    invoke schedule-cache-clear --env build --remove
    """
    from iisfleet.commands import fitness

    return fitness.schedule_cache_clear(scope, at, words(days), words(accounts), remove, plan)


@fleet_task("batch", "parallel", "json")
def render(scope: "Scope", package: str = "", sha256: str = "", out: str = "rendered", task: str = "deploy") -> int:
    """Write the scripts of a task to a folder, a file for each host and script; secrets stay names.

    invoke render --env staging --out rendered
    invoke render --env staging --task setup --limit web01
    """
    from iisfleet import commands

    return commands.render(scope, package_at(package, sha256), Path(out), task)


@plain_task
def check_package(_context, package="", sha256="", json=False):  # type: ignore[no-untyped-def]
    """Say what a publish output is, and what is wrong with it, before a host sees it.

    invoke check-package --package ./publish
    """
    from iisfleet import commands
    from iisfleet.errors import UsageError

    if not package:
        raise UsageError("name a package", hint="--package DIR, a folder, zip or URL of dotnet publish")
    return commands.check_package(package_at(package, sha256), json)


@plain_task
def init(_context, folder="."):  # type: ignore[no-untyped-def]
    """Write a starter folder: inventories, a sample package, and what to type next.

    iisfleet init --folder shop-deploy
    """
    from iisfleet.commands import starter

    starter.write(Path(folder))


@fleet_task("batch", "parallel", "json")
def inventory_check(scope: "Scope") -> int:
    """Validate an environment's inventory: every problem, with file, line and key.

    invoke inventory.check --env staging
    """
    from iisfleet import commands

    return commands.check_inventory(scope)


@plain_task
def inventory_schema(_context):  # type: ignore[no-untyped-def]
    """Print the JSON Schema of an inventory, for editors.

    invoke inventory.schema > inventory.schema.json
    """
    import json

    from iisfleet.inventory import inventory_schema

    print(json.dumps(inventory_schema(), indent=2))


@fleet_task("limit", "batch", "parallel", "json")
def inventory_import(scope: "Scope", host: str = "", site: str = "", out: str = "") -> int:
    """Write an inventory of the sites that a host serves already; never over a file.

    invoke inventory.import --env production --host web01
    invoke inventory.import --env production --host web01 --site Shop --out inventories/shop.yml
    """
    from dataclasses import replace

    from iisfleet.commands import brownfield

    return brownfield.import_inventory(replace(scope, limit=host or None), words(site), path(out))


@plain_task
def lab_up(_context, hosts="lab01,lab02,lab03", engine="auto", profile=""):  # type: ignore[no-untyped-def]
    """Start the lab: emulated Windows hosts that go on in the background.

    invoke lab.up --engine emulated
    invoke lab.up --profile bare      # servers without IIS
    """
    from iisfleet import lab

    lab.start_lab(hosts.split(","), engine, profile)
    print(lab.call_lab(["status"]), end="")


@plain_task
def lab_down(_context, purge=False):  # type: ignore[no-untyped-def]
    """End the lab; with --purge remove its hosts too.

    invoke lab.down --purge
    """
    from iisfleet import lab

    print(lab.call_lab(["down", *(["--purge"] if purge else [])]), end="")


@plain_task
def lab_status(_context, json=False):  # type: ignore[no-untyped-def]
    """Show the lab's hosts, engine and faults.

    invoke lab.status --json
    """
    from iisfleet import lab

    print(lab.call_lab(["status", *(["--json"] if json else [])]), end="")


@plain_task
def lab_reset(_context, hosts=""):  # type: ignore[no-untyped-def]
    """Put hosts of the lab back to what they were at first.

    invoke lab.reset --hosts lab01
    """
    from iisfleet import lab

    print(lab.call_lab(["reset", "--host", hosts]), end="")


@plain_task
def lab_break(_context, fault="", host="", option="", clear=False):  # type: ignore[no-untyped-def]
    """Inject a fault into hosts of the lab; without --fault, list the faults.

    invoke lab.break --fault failing-health --host lab02
    invoke lab.break --fault latency --option seconds=0.2
    invoke lab.break --clear
    """
    from iisfleet import lab

    options = [word for pair in option.split(",") if pair for word in ("--option", pair)]
    chosen = ["--fault", fault] if fault else []
    print(lab.call_lab(["break", "--host", host, *chosen, *options, *(["--clear"] if clear else [])]), end="")


@plain_task
def test(_context, only="", thorough=False, parallel="3"):  # type: ignore[no-untyped-def]
    """Run the test suite: what a change must pass.

    invoke test
    invoke test --only tests/inventory
    invoke test --thorough      # what CI runs besides: whole deploys on the real engine, every cut and kill
    """
    part = "thorough" if thorough else "not thorough"
    return _run_here("-m", "pytest", "-q", "-n", parallel, "-m", part, *only.split())


@plain_task
def dev_lint(_context):  # type: ignore[no-untyped-def]
    """Lint, types and the direction of imports.

    invoke dev.lint
    """
    imports = ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")  # it has no -m
    ruff = (("-m", "ruff", "check", "."), ("-m", "ruff", "format", "--check", "."))
    return max([_run_here(*command) for command in (*ruff, ("-m", "mypy"), imports)])


@plain_task
def dev_golden(_context):  # type: ignore[no-untyped-def]
    """Write the golden renderings anew; read the difference before you commit it.

    invoke dev.golden
    """
    return _run_here("-m", "tests.rendering.golden")


@plain_task
def dev_faults(_context):  # type: ignore[no-untyped-def]
    """Write docs/faults.md: what is served when something breaks during a deploy.

    invoke dev.faults
    """
    return _run_here("-m", "tests.chaos.table")


@plain_task
def dev_bench(_context, only=""):  # type: ignore[no-untyped-def]
    """Run the benchmarks: requests counted, times as min, median and max.

    invoke dev.bench --only requests
    """
    return _run_here("-m", "benchmarks", *only.split())


def _run_here(*arguments: str) -> int:
    return subprocess.run([sys.executable, *arguments], cwd=Path(__file__).parent, check=False).returncode


def _namespace() -> Collection:
    collection = Collection(deploy, plan, status, history, rollback, lock, unlock, render, check_package, init)
    for fitness in (setup, install_bundle, repair_module, restart_iis, start, stop, recycle, provision_keys):
        collection.add_task(fitness)
    collection.add_task(adopt)
    for caches in (clear_cache, schedule_cache_clear):
        collection.add_task(caches)
    inventory = {"check": inventory_check, "import": inventory_import, "schema": inventory_schema}
    collection.add_collection(Collection("inventory", **inventory))
    lab = {"up": lab_up, "down": lab_down, "status": lab_status, "reset": lab_reset, "break": lab_break}
    collection.add_collection(Collection("lab", **lab))
    if (Path(__file__).parent / "tests").is_dir():  # not in a wheel
        collection.add_task(test)
        dev = {"bench": dev_bench, "faults": dev_faults, "golden": dev_golden, "lint": dev_lint}
        collection.add_collection(Collection("dev", **dev))
    return collection


namespace = _namespace()
