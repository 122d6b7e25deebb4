"""``iisfleet``: the tasks of ``tasks.py`` for whoever installed the wheel."""

import importlib.util
from types import ModuleType

from invoke.program import Program

from iisfleet import __version__, resources


def load_tasks() -> ModuleType:
    """The module ``tasks.py``, wherever it was installed to."""
    spec = importlib.util.spec_from_file_location("iisfleet_tasks", resources.data_root() / "tasks.py")
    if spec is None or spec.loader is None:
        raise ImportError("tasks.py is missing from the installation")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """The entry point of the console script."""
    Program(name="iisfleet", binary="iisfleet", version=__version__, namespace=load_tasks().namespace).run()
