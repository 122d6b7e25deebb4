"""The errors that a user can cause, each with the exit code that it ends in."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path


class ExitCode(IntEnum):
    """What a command ends with; the table is in docs/exit-codes.md."""

    OK = 0
    USAGE = 1
    HOST_FAILED = 2
    UNREACHABLE = 3
    BAD_INPUT = 4
    LOCKED = 5
    INTERRUPTED = 6
    DIFFERENCES = 7


class IisfleetError(Exception):
    """An error with a sentence for the person who reads it and, where there is one, what to do next."""

    exit_code = ExitCode.HOST_FAILED

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message if self.hint is None else f"{self.message}\n  {self.hint}"


class UsageError(IisfleetError):
    """The command line asks for something that does not exist."""

    exit_code = ExitCode.USAGE


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a file that a user wrote.

    ``line`` counts from 1; ``key`` is a dotted path such as ``hosts.web01.connection.port``.
    """

    file: Path
    sentence: str
    line: int | None = None
    key: str | None = None
    hint: str | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else str(self.file)
        where = f"{place}: {self.key}" if self.key else place
        return f"{where}: {self.sentence}" + (f"\n  {self.hint}" if self.hint else "")


class ConfigError(IisfleetError):
    """What the user declared cannot be used; carries every problem, not the first."""

    exit_code = ExitCode.BAD_INPUT

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class PackageError(IisfleetError):
    """The path is not a publish output, or one that no host may get."""

    exit_code = ExitCode.BAD_INPUT


class HostFailed(IisfleetError):
    """A step failed on a host, or what became of it is unknown."""

    exit_code = ExitCode.HOST_FAILED


class OutcomeUnknown(HostFailed):
    """A script was handed to a host, and what became of it is not known; ``cause``: why, for who has asked the host."""

    def __init__(self, message: str, *, hint: str | None = None, cause: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.cause = cause or message


class ConnectionFailed(IisfleetError):
    """A host could not be reached, or refused; ``kind`` is unreachable, auth, certificate, refused or lost."""

    exit_code = ExitCode.UNREACHABLE

    def __init__(self, host: str, message: str, *, kind: str, hint: str | None = None) -> None:
        super().__init__(f"{host}: {message}", hint=hint)
        self.host = host
        self.kind = kind


class GateClosed(IisfleetError):
    """The hosts that went first through a gate have failed: none follows."""


class Interrupted(IisfleetError):
    """The user pressed Ctrl-C."""

    exit_code = ExitCode.INTERRUPTED
