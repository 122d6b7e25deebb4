"""The folder of this machine's records: runs, caches, the lab."""

from pathlib import Path

HOME = Path(".iisfleet")


def keep_from_git() -> None:
    """Makes the folder. Records and the lab are of this machine: the folder tells git so itself."""
    HOME.mkdir(exist_ok=True)
    (HOME / ".gitignore").write_text("*\n", encoding="utf-8")


def environment_words(env: str, folder: Path) -> list[str]:
    """What a command says of an inventory in a folder: ``--env staging``."""
    usual = folder.absolute() == Path("inventories").absolute()
    return ["--env", env, *([] if usual else ["--inventories", str(folder)])]
