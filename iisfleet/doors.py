"""How a function becomes a task of Invoke: its options, what each means, and how it ends.

Invoke decides a parameter's type by its default; a parameter without one would become positional and then run with
``--help``, so each has a default and is validated. What a task needs besides is imported when it runs: a list is quick.
"""

import functools
import inspect
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

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
    "release": "the id of a release that the hosts have kept, as invoke status tells it",
    "message": "why, for whoever finds the lock",
    "run": "the run that holds the lock and is over: what it left unfinished is put back",
    "last": "so many entries of each journal",
    "out": "the folder to write to; of inventory.import the file",
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
    "site": "the site, as IIS names it; of adopt and inventory.import sites by comma, by default all",
    "pool": "the pool, as IIS names it",
    "accept_key_loss": "go on although users will be logged out",
    "accounts": "names of accounts, by comma, or all",
    "method": "auto, dotnet, nuget or folder",
    "at": "time of day on the host, 03:00",
    "days": "monday,thursday; by default every day",
    "remove": "remove the schedule",
    "task": "whose scripts: deploy, rollback (to what --package names), adopt, setup or inventory.import",
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


def plain_task(function: Command) -> Any:
    """A task that gets nothing but its own options."""
    wanted = inspect.signature(function).parameters
    told = {name: text for name, text in HELP.items() if name in wanted}
    return task(auto_shortflags=False, help=told)(_door(function))


def fleet_task(*without: str, **others: str) -> Callable[[Command], Any]:
    """A task for the hosts of an environment, which are its first parameter; it gets the options of ``SCOPE``.

    ``without`` names those that mean nothing to it, ``others`` those that begin with another value.
    """
    shared = {name: default for name, default in {**SCOPE, **others}.items() if name not in without}

    def make(function: Command) -> Any:
        def told(_context: Context, **typed: Any) -> Any:
            given = _given(typed)
            return function(_scope({name: given.pop(name) for name in shared}), **given)

        own = {name: parameter.default for name, parameter in inspect.signature(function).parameters.items()}
        del own[next(iter(own))]
        defaults = {name: None if default == "" else default for name, default in {**shared, **own}.items()}
        options = [inspect.Parameter(name, _EITHER, default=default) for name, default in defaults.items()]
        signature = inspect.Signature([inspect.Parameter("_context", _EITHER), *options])
        told.__name__, told.__doc__ = function.__name__, function.__doc__
        told.__signature__ = signature  # type: ignore[attr-defined]
        return plain_task(told)

    return make


def _given(typed: dict[str, Any]) -> dict[str, Any]:
    """The options, with "" for what was left out. Raises UsageError for one that was typed empty.

    That is an unset variable of a script, and left out it would mean all hosts, or a whole run instead of its rest.
    """
    from iisfleet.errors import UsageError

    empty = next((name for name, value in typed.items() if value == ""), None)
    if empty:
        raise UsageError(f"--{empty.replace('_', '-')} is empty", hint="leave it out, or give it a value")
    return {name: "" if value is None else value for name, value in typed.items()}


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
        parallel=number("parallel", options.get("parallel", "1")),
        as_json=options.get("json", False),
    )


def number(option: str, text: str | int) -> int:
    """Numbers are read here: Invoke answers one that is none with a traceback."""
    from iisfleet.errors import UsageError

    if not str(text).isdecimal() or int(text) < 1:
        raise UsageError(f"--{option} expects a positive number, found {text}")
    return int(text)


def _amount(option: str, text: str) -> int | str:
    """So many, or so many of a hundred."""
    from iisfleet.errors import UsageError

    if not text.endswith("%"):
        return number(option, text)
    if not text[:-1].isdecimal() or not 1 <= int(text[:-1]) <= 100:
        raise UsageError(f"--{option} expects a number or a percentage, found {text}", hint="2, or 25%")
    return text


def path(text: str) -> Path | None:
    """None where nothing was typed."""
    return Path(text) if text else None


def package_at(text: str, sha256: str = "") -> Any:
    """A folder or zip of this machine, or a URL with the hash of what is there; None where nothing was typed."""
    from iisfleet.commands.preparing import given_package

    return given_package(text, sha256)


def words(text: str) -> list[str]:
    """What stands between commas."""
    return [word.strip() for word in text.split(",") if word.strip()]
