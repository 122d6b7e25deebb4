"""python -m winlab up | down | status | reset | break | installer: the lab from the command line."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from winlab import background
from winlab.background import LabError, Running, Wanted
from winlab.control import ControlError
from winlab.engine import ENGINES
from winlab.faults import FAULTS, Fault
from winlab.windows.installers import KINDS, MICROSOFT, installer_bytes


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 1 not done (the reason is on standard error)."""
    options = _parser().parse_args(arguments)
    try:
        _COMMANDS[options.command](options)
    except (LabError, ControlError, OSError) as error:
        print(f"winlab: {error}", file=sys.stderr)
        return 1
    return 0


def _up(options: argparse.Namespace) -> None:
    running = background.up(_wanted(options))
    _show(running.state, options)


def _down(options: argparse.Namespace) -> None:
    was = background.down(options.root, purge=options.purge)
    print("The lab is down." if was else "No lab was running.")


def _status(options: argparse.Namespace) -> None:
    _show(_running(options).ask("status"), options)


def _reset(options: argparse.Namespace) -> None:
    print("Reset: " + ", ".join(_running(options).ask("reset", host=options.host)))


def _break(options: argparse.Namespace) -> None:
    if options.clear:
        names = _running(options).ask("repair", host=options.host, fault=options.fault)
        print(f"Repaired: {', '.join(names)}")
        return
    if not options.fault:
        print(_faults())
        return
    wanted = dict(_option(text) for text in options.option)
    names = _running(options).ask("break", host=options.host, fault=options.fault, options=wanted)
    print(f"{options.fault}: {', '.join(names)}")


def _installer(options: argparse.Namespace) -> None:
    more = {"signer": options.signer or None}
    options.file.write_bytes(installer_bytes(options.kind, options.version, **more))
    print(f"{options.file}: {options.kind} {options.version} for hosts of the lab")


def _serve(options: argparse.Namespace) -> None:
    background.serve(_wanted(options))


def _wanted(options: argparse.Namespace) -> Wanted:
    if options.count:
        width = max(2, len(str(options.count)))
        names = tuple(f"lab{number:0{width}}" for number in range(1, options.count + 1))
    else:
        names = tuple(name.strip() for name in options.hosts.split(",") if name.strip())
    if not names:
        raise LabError("No hosts: name them with --hosts lab01,lab02 or give a --count.")
    return Wanted(options.root, names, options.engine, options.profile, options.tls)


def _running(options: argparse.Namespace) -> Running:
    running = background.find(options.root)
    if running is None:
        raise LabError(f"No lab runs in {options.root}. Start one first: invoke lab.up")
    return running


def _option(text: str) -> tuple[str, Any]:
    """seconds=0.5 -> ('seconds', 0.5); what is not JSON is text."""
    name, separator, value = text.partition("=")
    if not separator:
        raise LabError(f"--option {text}: write it as name=value.")
    try:
        return name, json.loads(value)
    except json.JSONDecodeError:
        return name, value


def _faults() -> str:
    width = max(map(len, FAULTS)) + 1
    return "\n".join(f"{fault.name:{width}} {fault.summary}{_defaults(fault)}" for fault in FAULTS.values())


def _defaults(fault: Fault) -> str:
    pairs = [f"{name}={'...' if value is None else value}" for name, value in fault.options.items() if name not in _OWN]
    return f" ({', '.join(pairs)})" if pairs else ""


def _show(state: Mapping[str, Any], options: argparse.Namespace) -> None:
    if options.json:
        print(json.dumps({name: value for name, value in state.items() if name not in _OWN}))
        return
    print(f"Engine: {state['engine']} ({state['why']}).")
    for name, host in state["hosts"].items():
        scheme = "https" if host["ssl"] else "http"
        front = ", ".join(f"{binding} = {url}" for binding, url in host["front"].items())
        broken = f"  broken: {', '.join(host['faults'])}" if host.get("faults") else ""
        url = f"{scheme}://{host['address']}:{host['port']}/wsman"
        print(f"{name}  {host['profile']}  {url}  {host['username']}  {front}{broken}".rstrip())


_OWN = ("control", "temporary", "started", "healthy")  # what the lab notes for itself


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="winlab", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    _add_installer(commands.add_parser("installer"))
    for name in [name for name in _COMMANDS if name != "installer"]:
        command = commands.add_parser(name)
        command.add_argument("--root", type=Path, required=True, help="folder of the fleet")
        command.add_argument("--json", action="store_true", help="print the state as JSON")
    for name in ("up", "serve"):
        _add_wanted(commands.choices[name])
    commands.choices["down"].add_argument("--purge", action="store_true", help="remove the machines too")
    for name in ("reset", "break"):
        commands.choices[name].add_argument("--host", default="", help="one or several, by comma; default all")
    broken = commands.choices["break"]
    broken.add_argument("--fault", help="its name; without it, with --clear: all")
    broken.add_argument("--option", action="append", default=[], metavar="NAME=VALUE")
    broken.add_argument("--clear", action="store_true", help="switch the fault off")
    return parser


def _add_installer(command: argparse.ArgumentParser) -> None:
    command.description = "Write a file that stands for an installer on hosts of the lab."
    command.add_argument("--kind", choices=KINDS, default=KINDS[0])
    command.add_argument("--version", required=True, help="what it installs, such as 10.0.13")
    command.add_argument("--signer", default=MICROSOFT, help="organisation of its signature; empty: unsigned")
    command.add_argument("file", type=Path)


def _add_wanted(command: argparse.ArgumentParser) -> None:
    command.add_argument("--hosts", default="lab01,lab02,lab03")
    command.add_argument("--count", type=int, default=0, help="instead of names: lab01, lab02, ...")
    command.add_argument("--engine", choices=ENGINES, default="auto")
    command.add_argument("--profile", default="", help="of every host; new ones are ready without it")
    command.add_argument("--tls", action="store_true", help="WinRM over HTTPS with a self-signed certificate")


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], None]] = {
    "up": _up,
    "down": _down,
    "status": _status,
    "reset": _reset,
    "break": _break,
    "serve": _serve,
    "installer": _installer,
}

if __name__ == "__main__":
    raise SystemExit(main())
