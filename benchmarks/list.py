"""How long a user waits for the list of tasks."""

import subprocess
import sys
from collections.abc import Iterator

from benchmarks.figures import Figure, Settings, Stopwatch
from benchmarks.world import ENVIRONMENT, ROOT

ABOUT = "wall time of invoke --list"


def measure(settings: Settings) -> Iterator[Figure]:
    """Fresh processes, one after another."""
    watch = Stopwatch()
    for _ in range(settings.sized(20)):
        with watch.running():
            line = [sys.executable, "-m", "invoke", "--list"]
            subprocess.run(line, cwd=ROOT, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
    yield Figure("invoke --list", tuple(watch.seconds), "s", 0.3)
