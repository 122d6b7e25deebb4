"""What is served while content is replaced in place: there is always a web.config, and a whole one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.powershell.cases import Case, load_cases
from tests.powershell.harness import Hosts

FOLDER = Path(__file__).parent
LIVE = r"C:\inetpub\shop"


def case_of(function: str, name: str) -> Case:
    return next(case for case in load_cases(FOLDER) if case.function == function and case.name.startswith(name))


@contextmanager
def watched(file: Path) -> Iterator[list[str]]:
    """Reads a file again and again meanwhile; what was found, without repetitions (a quick change may be missed)."""
    found: list[str] = []
    is_over = threading.Event()

    def look() -> None:
        while not is_over.wait(0.0005):
            text = file.read_text() if file.exists() else "missing"
            if not found or found[-1] != text:
                found.append(text)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield found
    finally:
        is_over.set()
        thread.join()


def test_web_config_is_never_missing_and_never_half(hosts: Hosts, engine: str) -> None:
    case = case_of("Publish-Content", "replaces web.config")
    host = hosts.prepared(engine, case)

    with watched(host.machine.fs.path(rf"{LIVE}\web.config")) as found:
        (published,) = host.run(case.steps, case)
        (restored,) = host.run([("Restore-SiteContent", {"Run": None})], case)

    assert (published.error, restored.error) == (None, None)
    assert set(found) <= {"<configuration/>", "<configuration></configuration>"}
    assert found[-1] == "<configuration/>"
