"""How long the first command of the README takes where nothing ran before."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, Settings, Stopwatch
from benchmarks.world import ENVIRONMENT, ROOT, BenchmarkFailed

ABOUT = "invoke deploy --env lab in a clean copy of the checkout, lab start included"
_CHECKOUT = ("iisfleet", "winlab", "templates", "scripts", "inventories", "tasks.py", "pyproject.toml")
_LIMITS = {"emulated": 30.0, "pwsh": 60.0}


def measure(settings: Settings) -> Iterator[Figure]:
    """Each run has a copy of its own, without compiled modules; the second deploy there changes nothing."""
    for engine in settings.engines:
        first, second = Stopwatch(), Stopwatch()
        for _ in range(settings.sized(3)):
            _run(engine, first, second)
        yield Figure(f"{engine}: first deploy", tuple(first.seconds), "s", _LIMITS[engine])
        yield Figure(f"{engine}: second deploy, nothing to change", tuple(second.seconds), "s")


def _run(engine: str, *watches: Stopwatch) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        checkout = Path(folder)
        for name in _CHECKOUT:
            _copy(ROOT / name, checkout / name)
        try:
            for watch in watches:
                with watch.running():
                    _invoke(checkout, engine, "deploy", "--env", "lab")
        finally:
            _invoke(checkout, engine, "lab.down", "--purge")


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def _invoke(checkout: Path, engine: str, *words: str) -> None:
    environment = {**ENVIRONMENT, "PYTHONPATH": str(checkout), "IISFLEET_ENGINE": engine}
    line = [sys.executable, "-m", "invoke", *words]
    ended = subprocess.run(line, cwd=checkout, env=environment, check=False, capture_output=True, text=True)
    if ended.returncode:
        raise BenchmarkFailed(f"invoke {' '.join(words)} ended with {ended.returncode}:\n{ended.stdout}{ended.stderr}")
