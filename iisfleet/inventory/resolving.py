"""Fetches the values of secrets, all at once, before anything runs."""

import os
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from iisfleet.errors import ConfigError, Problem
from iisfleet.inventory.model import Host, Inventory
from iisfleet.inventory.secret import Secret

COMMAND_SECONDS: Final = 30


class _Missing(Exception):
    def __init__(self, sentence: str, hint: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint


def resolve_secrets(inventory: Inventory, *, timeout: float = COMMAND_SECONDS) -> Inventory:
    """Gives every secret of these hosts its value, each reference fetched once, and returns the same inventory.

    ``timeout`` is in seconds, for each command. Raises ConfigError with all that cannot be had.
    """
    values: dict[str, str | _Missing] = {}
    problems: dict[Problem, None] = {}
    for secret in _secrets(inventory):
        if secret.reference not in values:
            values[secret.reference] = _fetch(secret.reference, inventory.source.absolute().parent, timeout)
        value = values[secret.reference]
        if isinstance(value, _Missing):
            problem = Problem(inventory.source, value.sentence, secret.line, secret.key, value.hint)
            problems[problem] = None
        else:
            secret.resolve(value)
    if problems:
        raise ConfigError(sorted(problems, key=lambda p: (p.line or 0, p.key or "")))
    return inventory


def _secrets(inventory: Inventory) -> Iterator[Secret]:
    for host in inventory.hosts:
        yield from (secret for secret in secrets_of(host) if not secret.resolved)


def secrets_of(host: Host) -> Iterator[Secret]:
    """Every secret that is declared for a host, whoever needs it."""
    if host.connection.password is not None:
        yield host.connection.password
    for target in host.targets:
        yield from target.secrets
    yield from host.share_secrets.values()
    if host.drain is not None:
        yield from host.drain.secrets


def _fetch(reference: str, folder: Path, timeout: float) -> str | _Missing:
    scheme, _, rest = reference.partition(":")
    try:
        if scheme == "env":
            value = _from_environment(rest.strip())
        elif scheme == "file":
            value = _from_file(folder / Path(rest.strip()).expanduser())
        elif scheme == "keyring":
            value = _from_keyring(*rest.strip().rpartition("/")[::2])
        else:
            value = _from_command(rest, folder, timeout)
        return _usable(value, reference)
    except _Missing as missing:
        return missing


def _usable(value: str, reference: str) -> str:
    if not value or "\0" in value:
        raise _Missing(f"the secret {reference} is empty" if not value else f"the secret {reference} holds a NUL")
    return value


def _from_environment(name: str) -> str:
    value = os.environ.get(name)
    if value is None:
        raise _Missing(f"the environment variable {name} is not set", f"set {name} in the shell that runs iisfleet")
    return value


def _from_file(path: Path) -> str:
    try:
        return _without_newline(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _Missing(f"the file {path} is not UTF-8 text") from None
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise _Missing(f"the file {path} cannot be read: {reason}") from None


def _from_keyring(service: str, name: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise _Missing("the library keyring is not installed", "pip install 'iisfleet[keyring]'") from None
    try:
        value = keyring.get_password(service, name)
    except (KeyringError, OSError, RuntimeError) as error:
        raise _Missing(f"the keyring cannot be asked for {service}/{name}: {error}") from None
    if value is None:
        raise _Missing(f"the keyring has no {service}/{name}", f"keyring set {service} {name}")
    return str(value)


def _from_command(line: str, folder: Path, timeout: float) -> str:
    try:
        words = line if os.name == "nt" else shlex.split(line)  # Windows splits a command line by itself
        done = subprocess.run(
            words, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired:
        raise _Missing(f"the command '{line}' did not end within {timeout:g} s", "does it ask for something?") from None
    except (OSError, ValueError, IndexError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise _Missing(f"the command '{line}' cannot be run: {reason}", "it runs without a shell") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip()[:200]
        raise _Missing(f"the command '{line}' ended with code {done.returncode}", said or None)
    return _without_newline(done.stdout.decode("utf-8", "replace"))


def _without_newline(text: str) -> str:
    """Editors and echo end a file with one newline that is not part of the secret."""
    return text.removesuffix("\n").removesuffix("\r")
