"""However an installer ends, and whatever happens meanwhile: the server serves as before, and the report says how."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.end_to_end.fitness import Server

# The fault of the installer, the exit code of the command, what a person reads, what the next run is.
ENDINGS: list[tuple[dict[str, Any], int, str, str]] = [
    ({"codes": [1603]}, 2, "exit code 1603", "changed"),
    ({"codes": [1618, 1618]}, 0, "package/hosting-bundle/10.0: 10.0.", "ok"),
    ({"codes": [3010], "effect": "full"}, 0, "must restart", "ok"),
    ({"codes": [1638], "effect": "full"}, 0, "package/hosting-bundle/10.0: 10.0.", "ok"),
    ({"codes": [232], "effect": "half"}, 0, "package/hosting-bundle/10.0: 10.0.", "ok"),
    ({"nothing": True}, 2, "not all is there", "changed"),
]


@pytest.mark.thorough
def test_however_an_installer_ends_the_server_serves_as_before(server: Server) -> None:
    for number, (fault, code, said, next_run) in enumerate(ENDINGS, 20):
        words = ("install-bundle", "--installer", str(server.installer(f"10.0.{number}")))
        server.machine.break_down("installer", fault)

        read = server.reads(*words, code=code)

        assert said in read, read
        server.sound()
        server.machine.repair()
        assert server.ask(*words, code=0).host["status"] == next_run
        server.settled(*words)
