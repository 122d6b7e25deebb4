"""A command of a release that runs once, on the first host."""

from typing import Annotated

from pydantic import AfterValidator, Field

from iisfleet.inventory.faults import rule
from iisfleet.inventory.parts import Part, Seconds


def _check_word(word: str) -> str:
    if not word or "\0" in word:
        raise rule("has an empty word" if not word else "has a NUL character", "[dotnet, Shop.Migrations.dll]")
    return word


class RunOnce(Part):
    """Run in the folder of the new release, before anything goes live; anything but exit code 0 ends the deploy."""

    command: tuple[Annotated[str, AfterValidator(_check_word)], ...] = Field(
        min_length=1,
        description="Program and arguments, no shell: a file of the release, or a program of the host.",
        examples=[["dotnet", "Shop.Migrations.dll"], ["migrate.exe", "--apply"]],
    )
    timeout: Seconds = Field(600, description="Seconds that it may take; then it is ended.")
