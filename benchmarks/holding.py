"""A process that opens every host of an inventory, one after another, and holds them.

    python -m benchmarks.holding inventories/bench.yml

Prints the resident bytes after each host; 0 on systems that do not tell.
"""

import sys
from pathlib import Path

from iisfleet.inventory import load_inventory, resolve_secrets
from iisfleet.remote.psrp import PsrpConnection, connect
from iisfleet.rendering import render_script


def main(inventory: Path) -> None:
    """Each host runs a short script first: only then its session is open."""
    script = render_script("history", ["starting"], {"targets": (), "last": 1})
    held: list[PsrpConnection] = []
    for host in resolve_secrets(load_inventory(inventory)).hosts:
        held.append(connect(host))
        held[-1].run(script)
        print(_resident())
    for connection in held:
        connection.close()


def _resident() -> int:
    status = Path("/proc/self/status")
    lines = status.read_text("utf-8").splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:")), 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
