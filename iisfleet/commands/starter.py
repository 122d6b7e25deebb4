"""``iisfleet init``: a folder that a team can begin with."""

import shlex
import shutil
from pathlib import Path

from iisfleet import resources
from iisfleet.commands.writing import writing_to
from iisfleet.errors import UsageError

_NEXT = """\
  iisfleet deploy --env lab                  # three emulated Windows hosts, on this machine
  edit inventories/staging.yml, then
  iisfleet inventory.check --env staging     # connects to nothing
  iisfleet setup --env staging --plan        # what a server lacks; changes nothing
  iisfleet plan --env staging                # what a deploy would change; changes nothing
"""


def write(folder: Path) -> None:
    """Writes the example inventories and a sample package into ``folder``; never over what is there.

    Raises UsageError if there is an inventories folder already, or the folder cannot be written.
    """
    target = folder / "inventories"
    if target.exists():
        raise UsageError(f"{target} is there already", hint="name another folder with --folder")
    with writing_to(target):
        shutil.copytree(resources.inventories(), target)
    print(f"Written: {target}")
    if folder.resolve() != Path.cwd():
        print(f"  cd {shlex.quote(str(folder))}")
    print(_NEXT, end="")
