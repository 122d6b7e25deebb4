"""The account of a fleet, where NTLM's acceptor finds it.

pyspnego reads accounts from the file that NTLM_USER_FILE names, one file a process. Several fleets may live in one
process (tests), so each has an account name of its own in one shared file.
"""

import atexit
import os
import secrets
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

_lock = threading.Lock()
_accounts: dict[str, str] = {}
_stores: list[Path] = []


@dataclass(frozen=True)
class Account:
    """A user that the endpoints of one fleet accept."""

    username: str
    password: str

    def __repr__(self) -> str:
        return f"Account({self.username!r}, '***')"


def open_account(prefix: str = "deploy") -> Account:
    """A new account with a random password, known to NTLM until `close_account`."""
    account = Account(f"{prefix}-{secrets.token_hex(4)}", secrets.token_urlsafe(18))
    with _lock:
        _accounts[account.username] = account.password
        _write_store()
    return account


def close_account(account: Account) -> None:
    """Forget an account: from now on it is refused."""
    with _lock:
        _accounts.pop(account.username, None)
        _write_store()


def _write_store() -> None:
    if not _stores:
        handle, path = tempfile.mkstemp(prefix="winlab-", suffix=".ntlm")  # mode 0600
        os.close(handle)
        _stores.append(Path(path))
        atexit.register(_stores[0].unlink, missing_ok=True)
    lines = "".join(f":{name}:{word}\n" for name, word in _accounts.items())
    new = _stores[0].with_suffix(".new")
    new.touch(mode=0o600)
    new.write_text(lines, encoding="utf-8")
    new.replace(_stores[0])
    os.environ["NTLM_USER_FILE"] = str(_stores[0])
