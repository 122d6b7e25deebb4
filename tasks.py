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
from typing import Any

from invoke import Collection, Context, Exit, task

Command = Callable[..., Any]

HELP = {
    "env": "the environment: inventories/<env>.yml",
    "package": "folder or zip of dotnet publish; by default what the inventory names",
    "limit": "only these hosts and groups, by comma; * and ? match",
    "batch": "so many hosts at a time; a failure skips the batches after it",
    "parallel": "so many hosts of a batch at once",
    "json": "print one JSON document for a machine; progress goes to standard error",
    "inventories": "the folder of the inventories",
    "check": "exit code 7 if anything would change",
    "last": "so many entries of each journal",
    "out": "the folder to write to",
    "folder": "where to write",
    "hosts": "names, by comma",
    "host": "names, by comma; by default all",
    "engine": "auto, pwsh or emulated",
    "purge": "remove the hosts' folders too",
    "fault": "the name of a fault",
    "option": "options of the fault, name=value, by comma",
    "clear": "switch the fault off, or all of them",
    "thorough": "the part that takes long, instead of the part for each change",
    "only": "names or paths, by space; by default all",
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


def _scope(env: str, limit: str, batch: str | int, parallel: str | int, json: bool, inventories: str) -> Any:
    from iisfleet.commands import Scope
    from iisfleet.errors import UsageError

    if not env:
        raise UsageError("name an environment", hint="--env staging, for inventories/staging.yml")
    size = _number("batch", batch) if batch else None
    return Scope(env, limit or None, Path(inventories), size, _number("parallel", parallel), json)


def _number(option: str, text: str | int) -> int:
    """Numbers are read here: Invoke answers one that is none with a traceback."""
    from iisfleet.errors import UsageError

    if not str(text).isdecimal() or int(text) < 1:
        raise UsageError(f"--{option} expects a positive number, found {text}")
    return int(text)


def _package(path: str) -> Path | None:
    return Path(path) if path else None


@_task
def deploy(_context, env="", package="", limit="", batch="", parallel="20", json=False, inventories="inventories"):  # type: ignore[no-untyped-def]
    """Deploy a release to every host of an environment, verified or reverted.

    invoke deploy --env lab
    invoke deploy --env staging --package ./publish --limit web01,web02
    invoke deploy --env production --batch 2 --json
    """
    from iisfleet import commands

    return commands.deploy(_scope(env, limit, batch, parallel, json, inventories), _package(package))


@_task
def plan(_context, env="", package="", limit="", check=False, parallel="20", json=False, inventories="inventories"):  # type: ignore[no-untyped-def]
    """Show every property that a deploy would change; change nothing.

    invoke plan --env staging --package ./publish
    invoke plan --env production --check      # exit code 7 if anything differs
    """
    from iisfleet import commands

    return commands.plan(_scope(env, limit, "", parallel, json, inventories), _package(package), check)


@_task
def status(_context, env="", limit="", parallel="20", json=False, inventories="inventories"):  # type: ignore[no-untyped-def]
    """Show what every host serves, and who holds it.

    invoke status --env lab
    """
    from iisfleet import commands

    return commands.status(_scope(env, limit, "", parallel, json, inventories))


@_task
def history(_context, env="", limit="", last="20", parallel="20", json=False, inventories="inventories"):  # type: ignore[no-untyped-def]
    """Show what was deployed on every host, from its journal.

    invoke history --env staging --limit web01 --last 5
    """
    from iisfleet import commands

    return commands.history(_scope(env, limit, "", parallel, json, inventories), _number("last", last))


@_task
def rollback(_context, env="", limit="", batch="", parallel="20", json=False, inventories="inventories"):  # type: ignore[no-untyped-def]
    """Go back to the release that was served before.

    invoke rollback --env staging
    """
    from iisfleet import commands

    return commands.rollback(_scope(env, limit, batch, parallel, json, inventories))


@_task
def render(_context, env="", package="", out="rendered", limit="", inventories="inventories"):  # type: ignore[no-untyped-def]
    """Write the scripts of a deploy to a folder: exactly what would run.

    invoke render --env staging --out rendered
    """
    from iisfleet import commands

    return commands.render(_scope(env, limit, "", 1, False, inventories), _package(package), Path(out))


@_task
def check_package(_context, package="", json=False):  # type: ignore[no-untyped-def]
    """Say what a publish output is, and what is wrong with it, before a host sees it.

    invoke check-package --package ./publish
    """
    from iisfleet import commands
    from iisfleet.errors import UsageError

    if not package:
        raise UsageError("name a package", hint="--package DIR, a folder or zip of dotnet publish")
    return commands.check_package(Path(package), json)


@_task
def init(_context, folder="."):  # type: ignore[no-untyped-def]
    """Write a starter folder: inventories, a sample package, and what to type next.

    iisfleet init --folder shop-deploy
    """
    from iisfleet.commands import starter

    starter.write(Path(folder))


@_task
def inventory_check(_context, env="", limit="", inventories="inventories"):  # type: ignore[no-untyped-def]
    """Validate an environment's inventory: every problem, with file, line and key.

    invoke inventory.check --env staging
    """
    from iisfleet import commands

    return commands.check_inventory(_scope(env, limit, "", 1, False, inventories))


@_task
def inventory_schema(_context):  # type: ignore[no-untyped-def]
    """Print the JSON Schema of an inventory, for editors.

    invoke inventory.schema > inventory.schema.json
    """
    import json

    from iisfleet.inventory import inventory_schema

    print(json.dumps(inventory_schema(), indent=2))


@_task
def lab_up(_context, hosts="lab01,lab02,lab03", engine="auto"):  # type: ignore[no-untyped-def]
    """Start the lab: emulated Windows hosts that go on in the background.

    invoke lab.up --engine emulated
    """
    from iisfleet import lab

    lab.start_lab(hosts.split(","), engine)
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
def dev_bench(_context, only=""):  # type: ignore[no-untyped-def]
    """Run the benchmarks: requests counted, times as min, median and max.

    invoke dev.bench --only requests
    """
    return _run_here("-m", "benchmarks", *only.split())


def _run_here(*arguments: str) -> int:
    return subprocess.run([sys.executable, *arguments], cwd=Path(__file__).parent, check=False).returncode


def _namespace() -> Collection:
    collection = Collection(deploy, plan, status, history, rollback, render, check_package, init)
    collection.add_collection(Collection("inventory", check=inventory_check, schema=inventory_schema))
    lab = {"up": lab_up, "down": lab_down, "status": lab_status, "reset": lab_reset, "break": lab_break}
    collection.add_collection(Collection("lab", **lab))
    if (Path(__file__).parent / "tests").is_dir():  # not in a wheel
        collection.add_task(test)
        collection.add_collection(Collection("dev", bench=dev_bench, golden=dev_golden, lint=dev_lint))
    return collection


namespace = _namespace()
