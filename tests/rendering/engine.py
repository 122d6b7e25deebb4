"""Runs a script file on the real engine."""

import json
import subprocess
from pathlib import Path
from typing import Any


def run_json(engine: str, script: str, folder: Path, *arguments: str) -> Any:
    """The last line of the script's output as JSON."""
    file = folder / "run.ps1"
    file.write_text(script, encoding="utf-8-sig", newline="")
    line = [engine, "-NoProfile", "-NonInteractive", "-File", str(file), *arguments]
    done = subprocess.run(line, capture_output=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr.decode()[:2000]
    return json.loads(done.stdout.decode("utf-8-sig").strip().splitlines()[-1])
