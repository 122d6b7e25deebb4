"""What a person types. Every task is a thin door to ``iisfleet.commands``, imported when it is used: a list is quick.

Invoke decides a parameter's type by its default; a parameter without one would become positional and then run with
``--help``, so each has a default and is validated.
"""

import functools
import inspect
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoke import Collection, Context, Exit, task

if TYPE_CHECKING:
    from iisfleet.commands import Scope

Command = Callable[..., Any]
_EITHER = inspect.Parameter.POSITIONAL_OR_KEYWORD
# What every task for the hosts of an environment takes.
SCOPE = {"env": "", "limit": "", "batch": "", "parallel": "20", "json": False, "inventories": "inventories"}

HELP = {
    "env": "the environment: inventories/<env>.yml",
    "package": "folder, zip or URL of a zip of dotnet publish; by default what the inventory names",
    "sha256": "of the zip that --package names by URL",
    "clean": "nothing of the previous deployment stays: no old release, no file that the package lacks",
    "limit": "only these hosts and groups, by comma; * and ? match",
    "batch": "so many hosts at a time, 2 or 25%; a failure skips the batches after it (a plan asks all at once)",
    "resume": "the id of a run that did not get to all hosts: only those that are left",
    "parallel": "so many hosts of a batch at once",
    "json": "print one JSON document for a machine; progress goes to standard error",
    "inventories": "the folder of the inventories",
    "check": "exit code 7 if anything would change",
    "release": "the id of a release that the hosts have kept, as invoke status --json tells it",
    "message": "why, for whoever finds the lock",
    "run": "the run that holds the lock and is over: what it left unfinished is put back",
    "last": "so many entries of each journal",
    "out": "the folder to write to",
    "folder": "where to write",
    "hosts": "names, by comma",
    "host": "the host; of lab.break names, by comma, by default all",
    "engine": "auto, pwsh or emulated",
    "purge": "remove the hosts' folders too",
    "fault": "the name of a fault",
    "option": "options of the fault, name=value, by comma",
    "clear": "switch the fault off, or all of them",
    "thorough": "the part that takes long, instead of the part for each change",
    "only": "names or paths, by space; by default all",
    "profile": "what the hosts are: ready (new ones without it), core, no-bundle, bare, bare-core, desktop, hand-made",
    "plan": "show what would change; change nothing",
    "reboot": "let the controller restart hosts that ask for it, and wait for them",
    "take_over": "replace a DSC configuration that somebody else has set",
    "installer": "dotnet-hosting-<version>-win.exe, instead of what the inventory names",
    "all": "also where nothing is missing",
    "timeout": "seconds until services, pools and sites must be as before",
    "site": "the site, as IIS names it",
    "pool": "the pool, as IIS names it",
    "accept_key_loss": "go on although users will be logged out",
    "accounts": "names of accounts, by comma, or all",
    "method": "auto, dotnet, nuget or folder",
    "at": "time of day on the host, 03:00",
    "days": "monday,thursday; by default every day",
    "remove": "remove the schedule",
}


def _door(function: Command) -> Command:
    """Ends a task with its exit code, and an error that a user can cause without a traceback."""

    @functools.wraps(function)
    def door(context: Context, *args: Any, **kwargs: Any) -> None:
        from iisfleet.errors import ExitCode, IisfleetError

        if isinstance(sys.stdout, io.TextIOWrapper):  # a name that its encoding lacks is escaped, and ends nothing
            sys.stdout.reconfigure(errors="backslashreplace")
        try:
            code = function(context, *args, **kwargs) or ExitCode.OK
        except IisfleetError as error:
            raise Exit(str(error), int(error.exit_code)) from None
        except OSError as error:  # of this machine: a folder that cannot be written, a full disk
            raise Exit(f"{error.filename or 'this machine'}: {error.strerror or error}", int(ExitCode.USAGE)) from None
        except KeyboardInterrupt:
            raise Exit("interrupted", int(ExitCode.INTERRUPTED)) from None
        if code:
            raise Exit(code=int(code))

    return door


def _task(function: Command) -> Any:
    wanted = inspect.signature(function).parameters
    told = {name: text for name, text in HELP.items() if name in wanted}
    return task(auto_shortflags=False, help=told)(_door(function))


def _fleet_task(*without: str, **defaults: str) -> Callable[[Command], Any]:
    """A task for the hosts of an environment, which are its first parameter; it gets the options of ``SCOPE``.

    ``without`` names those that mean nothing to it, ``defaults`` those that begin with another value.
    """
    shared = {name: default for name, default in {**SCOPE, **defaults}.items() if name not in without}

    def make(function: Command) -> Any:
        def fleet_task(_context: Context, **given: Any) -> Any:
            return function(_scope({name: given.pop(name) for name in shared}), **given)

        own = list(inspect.signature(function).parameters.values())[1:]
        options = [inspect.Parameter(name, _EITHER, default=default) for name, default in shared.items()]
        signature = inspect.Signature([inspect.Parameter("_context", _EITHER), *options, *own])
        fleet_task.__name__, fleet_task.__doc__ = function.__name__, function.__doc__
        fleet_task.__signature__ = signature  # type: ignore[attr-defined]
        return _task(fleet_task)

    return make


def _scope(options: dict[str, Any]) -> "Scope":
    from iisfleet.commands import Scope
    from iisfleet.errors import UsageError

    if not options["env"]:
        raise UsageError("name an environment", hint="--env staging, for inventories/staging.yml")
    batch = options.get("batch")
    return Scope(
        env=options["env"],
        limit=options.get("limit") or None,
        folder=Path(options["inventories"]),
        batch=_amount("batch", batch) if batch else None,
        parallel=_number("parallel", options.get("parallel", "1")),
        as_json=options.get("json", False),
    )


def _number(option: str, text: str | int) -> int:
    """Numbers are read here: Invoke answers one that is none with a traceback."""
    from iisfleet.errors import UsageError

    if not str(text).isdecimal() or int(text) < 1:
        raise UsageError(f"--{option} expects a positive number, found {text}")
    return int(text)


def _amount(option: str, text: str) -> int | str:
    """So many, or so many of a hundred."""
    from iisfleet.errors import UsageError

    if not text.endswith("%"):
        return _number(option, text)
    if not text[:-1].isdecimal() or not 1 <= int(text[:-1]) <= 100:
        raise UsageError(f"--{option} expects a number or a percentage, found {text}", hint="2, or 25%")
    return text


def _path(text: str) -> Path | None:
    return Path(text) if text else None


def _package(text: str, sha256: str = "") -> Any:
    from iisfleet.commands.preparing import given_package

    return given_package(text, sha256)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


@_fleet_task()
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

    return commands.deploy(scope, _package(package, sha256), accept_key_loss, clean, resume or None)


@_fleet_task("batch")
def plan(scope: "Scope", package: str = "", sha256: str = "", check: bool = False, clean: bool = False) -> int:
    """Show every property that a deploy would change; change nothing.

    invoke plan --env staging --package ./publish
    invoke plan --env production --check      # exit code 7 if anything differs
    """
    from iisfleet import commands

    return commands.plan(scope, _package(package, sha256), check, clean)


@_fleet_task("batch")
def status(scope: "Scope") -> int:
    """Show what every host serves, and who holds it.

    invoke status --env lab
    """
    from iisfleet import commands

    return commands.status(scope)


@_fleet_task("batch")
def history(scope: "Scope", last: str = "20") -> int:
    """Show what was deployed on every host, from its journal.

    invoke history --env staging --limit web01 --last 5
    """
    from iisfleet import commands

    return commands.history(scope, _number("last", last))


@_fleet_task()
def rollback(scope: "Scope", release: str = "", plan: bool = False) -> int:
    """Go back to the release that was served before, or to another one that was kept, with its settings.

    invoke rollback --env staging --plan
    invoke rollback --env staging
    invoke rollback --env staging --release 1.4.2-0a1b2c3d4e
    """
    from iisfleet import commands

    return commands.rollback(scope, release or None, plan)


@_fleet_task("batch")
def lock(scope: "Scope", message: str = "", plan: bool = False) -> int:
    """Lock hosts with a message: no run changes them until unlock.

    invoke lock --env staging --limit web01 --message "new disks until noon"
    """
    from iisfleet.commands import locking

    return locking.lock(scope, message, plan)


@_fleet_task("batch")
def unlock(scope: "Scope", run: str = "", plan: bool = False) -> int:
    """Take away a lock that a person has set, or with --run that of a run that is over.

    invoke unlock --env staging --limit web01
    invoke unlock --env staging --run 20260114-103209-d7c5
    """
    from iisfleet.commands import locking

    return locking.unlock(scope, run or None, plan)


@_fleet_task()
def setup(scope: "Scope", plan: bool = False, reboot: bool = False, take_over: bool = False) -> int:
    """Give servers what IIS needs: features, folders, registry policy, services.

    invoke setup --env staging --plan
    invoke setup --env staging --reboot --batch 1
    """
    from iisfleet.commands import fitness

    return fitness.setup(scope, plan, reboot, take_over)


@_fleet_task(batch="1")
def install_bundle(
    scope: "Scope", installer: str = "", plan: bool = False, reboot: bool = False, timeout: str = "120"
) -> int:
    """Install the .NET hosting bundle and what the inventory names beside it; IIS restarts, all as before.

    One host at a time, unless --batch says more.

    invoke install-bundle --env staging --plan
    invoke install-bundle --env staging --installer ./dotnet-hosting-10.0.12-win.exe
    """
    from iisfleet.commands import fitness

    return fitness.install_bundle(scope, _path(installer), plan, reboot, _number("timeout", timeout))


@_fleet_task(batch="1")
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

    return fitness.repair_module(scope, _path(installer), plan, all, _number("timeout", timeout))


@_fleet_task(batch="1")
def restart_iis(scope: "Scope", plan: bool = False, reboot: bool = False, timeout: str = "120") -> int:
    """Restart IIS, or with --reboot the hosts; what ran runs again, what was stopped stays stopped.

    One host at a time, unless --batch says more.

    invoke restart-iis --env staging
    invoke restart-iis --env production --reboot --batch 2
    """
    from iisfleet.commands import fitness

    return fitness.restart_iis(scope, plan, _number("timeout", timeout), reboot)


@_fleet_task()
def start(scope: "Scope", site: str = "", pool: str = "", plan: bool = False, timeout: str = "60") -> int:
    """Start a site or a pool.

    invoke start --env staging --site Shop
    """
    from iisfleet.commands import fitness

    return fitness.switch(scope, "start", site, pool, plan, _number("timeout", timeout))


@_fleet_task()
def stop(scope: "Scope", site: str = "", pool: str = "", plan: bool = False, timeout: str = "60") -> int:
    """Stop a site or a pool.

    invoke stop --env staging --pool Shop --limit web01
    """
    from iisfleet.commands import fitness

    return fitness.switch(scope, "stop", site, pool, plan, _number("timeout", timeout))


@_fleet_task()
def recycle(scope: "Scope", pool: str = "", plan: bool = False, timeout: str = "60") -> int:
    """Give a pool a new worker process.

    invoke recycle --env staging --pool Shop
    """
    from iisfleet.commands import fitness

    return fitness.switch(scope, "recycle", "", pool, plan, _number("timeout", timeout))


@_fleet_task("batch")
def adopt(scope: "Scope", site: str = "", plan: bool = False) -> int:
    """Take over sites that were made by hand; what they serve becomes a release to go back to.

    invoke adopt --env production --plan      # also what a deploy would change then
    invoke adopt --env production --site Shop
    """
    from iisfleet.commands import brownfield

    return brownfield.adopt(scope, _words(site), plan)


@_fleet_task("batch")
def provision_keys(
    scope: "Scope", package: str = "", sha256: str = "", plan: bool = False, accept_key_loss: bool = False
) -> int:
    """Give pools a place for their data-protection keys, as data_protection in the inventory says.

    invoke provision-keys --env staging --plan
    invoke provision-keys --env staging
    """
    from iisfleet.commands import fitness

    return fitness.provision_keys(scope, _package(package, sha256), plan, accept_key_loss)


@_fleet_task("batch")
def clear_cache(scope: "Scope", accounts: str = "", method: str = "", plan: bool = False) -> int:
    """Clear the package caches of accounts; one that is in use stays.

    invoke clear-cache --env build --accounts all --plan
    invoke clear-cache --env build --accounts buildagent
    """
    from iisfleet.commands import fitness

    return fitness.clear_cache(scope, _words(accounts), method, plan)


@_fleet_task("batch")
def schedule_cache_clear(
    scope: "Scope", at: str = "", days: str = "", accounts: str = "", remove: bool = False, plan: bool = False
) -> int:
    """Let hosts clear their package caches by themselves; status shows the last run.

    invoke schedule-cache-clear --env build --at 03:00 --days sunday
    invoke schedule-cache-clear --env build --remove
    """
    from iisfleet.commands import fitness

    return fitness.schedule_cache_clear(scope, at, _words(days), _words(accounts), remove, plan)


@_fleet_task("batch", "parallel", "json")
def render(scope: "Scope", package: str = "", sha256: str = "", out: str = "rendered") -> int:
    """Write the scripts of a deploy to a folder: exactly what would run.

    invoke render --env staging --out rendered
    """
    from iisfleet import commands

    return commands.render(scope, _package(package, sha256), Path(out))


@_task
def check_package(_context, package="", sha256="", json=False):  # type: ignore[no-untyped-def]
    """Say what a publish output is, and what is wrong with it, before a host sees it.

    invoke check-package --package ./publish
    """
    from iisfleet import commands
    from iisfleet.errors import UsageError

    if not package:
        raise UsageError("name a package", hint="--package DIR, a folder, zip or URL of dotnet publish")
    return commands.check_package(_package(package, sha256), json)


@_task
def init(_context, folder="."):  # type: ignore[no-untyped-def]
    """Write a starter folder: inventories, a sample package, and what to type next.

    iisfleet init --folder shop-deploy
    """
    from iisfleet.commands import starter

    starter.write(Path(folder))


@_fleet_task("batch", "parallel", "json")
def inventory_check(scope: "Scope") -> int:
    """Validate an environment's inventory: every problem, with file, line and key.

    invoke inventory.check --env staging
    """
    from iisfleet import commands

    return commands.check_inventory(scope)


@_task
def inventory_schema(_context):  # type: ignore[no-untyped-def]
    """Print the JSON Schema of an inventory, for editors.

    invoke inventory.schema > inventory.schema.json
    """
    import json

    from iisfleet.inventory import inventory_schema

    print(json.dumps(inventory_schema(), indent=2))


@_fleet_task("limit", "batch", "parallel", "json")
def inventory_import(scope: "Scope", host: str = "", site: str = "", out: str = "") -> int:
    """Write an inventory of the sites that a host serves already; never over a file.

    invoke inventory.import --env production --host web01
    invoke inventory.import --env production --host web01 --site Shop --out inventories/shop.yml
    """
    from dataclasses import replace

    from iisfleet.commands import brownfield

    return brownfield.import_inventory(replace(scope, limit=host or None), _words(site), _path(out))


@_task
def lab_up(_context, hosts="lab01,lab02,lab03", engine="auto", profile=""):  # type: ignore[no-untyped-def]
    """Start the lab: emulated Windows hosts that go on in the background.

    invoke lab.up --engine emulated
    invoke lab.up --profile bare      # servers without IIS
    """
    from iisfleet import lab

    lab.start_lab(hosts.split(","), engine, profile)
    print(lab.call_lab(["status"]), end="")


@_task
def lab_down(_context, purge=False):  # type: ignore[no-untyped-def]
    """End the lab; with --purge remove its hosts too.

    invoke lab.down --purge
    """
    from iisfleet import lab

    print(lab.call_lab(["down", *(["--purge"] if purge else [])]), end="")


@_task
def lab_status(_context, json=False):  # type: ignore[no-untyped-def]
    """Show the lab's hosts, engine and faults.

    invoke lab.status --json
    """
    from iisfleet import lab

    print(lab.call_lab(["status", *(["--json"] if json else [])]), end="")


@_task
def lab_reset(_context, hosts=""):  # type: ignore[no-untyped-def]
    """Put hosts of the lab back to what they were at first.

    invoke lab.reset --hosts lab01
    """
    from iisfleet import lab

    print(lab.call_lab(["reset", "--host", hosts]), end="")


@_task
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


@_task
def test(_context, only="", thorough=False, parallel="3"):  # type: ignore[no-untyped-def]
    """Run the test suite: what a change must pass.

    invoke test
    invoke test --only tests/inventory
    invoke test --thorough      # what CI runs besides: whole deploys on the real engine, every cut and kill
    """
    part = "thorough" if thorough else "not thorough"
    return _run_here("-m", "pytest", "-q", "-n", parallel, "-m", part, *only.split())


@_task
def dev_lint(_context):  # type: ignore[no-untyped-def]
    """Lint, types and the direction of imports.

    invoke dev.lint
    """
    imports = ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")  # it has no -m
    ruff = (("-m", "ruff", "check", "."), ("-m", "ruff", "format", "--check", "."))
    return max([_run_here(*command) for command in (*ruff, ("-m", "mypy"), imports)])


@_task
def dev_golden(_context):  # type: ignore[no-untyped-def]
    """Write the golden renderings anew; read the difference before you commit it.

    invoke dev.golden
    """
    return _run_here("-m", "tests.rendering.golden")


@_task
def dev_faults(_context):  # type: ignore[no-untyped-def]
    """Write docs/faults.md: what is served when something breaks during a deploy.

    invoke dev.faults
    """
    return _run_here("-m", "tests.chaos.table")


@_task
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
