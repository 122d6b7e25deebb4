"""What changed between two snapshots of a machine, in the words in which the product reports changes.

Written once, from the list of change paths, and without a look at any step: it says what a report should say.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from tests.outside import without_bookkeeping
from winlab.windows.sddl import parse_sddl

Changes = dict[str, tuple[Any, Any]]
HIDDEN = "***"
OTHER_CONTENT = "other content"  # the snapshot has no sizes, so the hash of a manifest that was, cannot be told
NEW_CONTENT = "new content"
_NEW_SITE = {
    "serverAutoStart": True,
    "applicationPool": "DefaultAppPool",
    "preloadEnabled": False,
    "authentication/anonymous": True,
    "authentication/windows": False,
    "authentication/basic": False,
}
_NEW_APPLICATION = {"applicationPool": "DefaultAppPool", "preloadEnabled": False}


def reported(changes: Iterable[Mapping[str, Any]]) -> Changes:
    """The changes that a command has told, by path; a path that is told twice is a fault of its own."""
    told: Changes = {}
    for change in changes:
        assert change["path"] not in told, f"{change['path']} is reported twice"
        told[change["path"]] = _plain(change["path"], _was(change)), _plain(change["path"], change["after"])
    return told


def _was(change: Mapping[str, Any]) -> Any:
    content = change["path"].startswith(("release/", "content/")) and change["before"] not in (None, "kept")
    return OTHER_CONTENT if content else change["before"]


def changes_between(
    before: Mapping[str, Any], after: Mapping[str, Any], folders: Mapping[str, str], secrets: Collection[str] = ()
) -> Changes:
    """The changes that lead from one snapshot to the other.

    ``folders``: Windows path of a target -> its name. ``secrets``: values that a report shows as ``***``. What the
    product has no change path for keeps the path it has in the snapshot, so that it never equals a report.
    """
    found = [
        *_files(before["files"], after["files"], folders),
        *_values("acl", without_bookkeeping(before["acl"]), without_bookkeeping(after["acl"])),
        *_values("sslcert", _lower(before["sslcerts"]), _lower(after["sslcerts"])),
        *_keys(before["keys"], after["keys"]),
        *_pools(before["iis"], after["iis"], secrets),
        *_sites(before["iis"]["sites"], after["iis"]["sites"]),
        *_states(before["states"], after["states"]),
        *_values("registry", before["registry"], after["registry"]),
    ]
    return {path: (_plain(path, old), _plain(path, new)) for path, old, new in found if old != new}


Found = Iterator[tuple[str, Any, Any]]


def _plain(path: str, value: Any) -> Any:
    """Access lists as sets of entries of their own; an attribute that is empty is one that is not there."""
    if path.startswith("content/"):
        return value if value in (None, OTHER_CONTENT) else NEW_CONTENT
    if path.startswith("acl/"):
        dacl = parse_sddl(value or "D:")
        return dacl.protected, sorted(str(ace) for ace in dacl.aces if not ace.inherited)
    return None if value == "" else value


def _values(prefix: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Found:
    return ((f"{prefix}/{key}", before.get(key), after.get(key)) for key in {**before, **after})


def _lower(rows: Mapping[str, str]) -> dict[str, str]:
    return {endpoint: thumbprint.lower() for endpoint, thumbprint in rows.items()}


def _keys(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> Found:
    for thumbprint, readers in after.items():
        for sid in set(readers) - set(before.get(thumbprint, ())):
            yield f"key/{thumbprint.lower()}/{sid}", None, "read"


def _files(before: Mapping[str, str], after: Mapping[str, str], folders: Mapping[str, str]) -> Found:
    for path in without_bookkeeping({**before, **after}):
        old, new = before.get(path), after.get(path)
        live = next((folder for folder in folders if f"{folder}.iisfleet" in folders and f"{folder}\\" in path), None)
        if live is not None:
            if old != new and "folder" not in (old, new):
                yield f"content/{folders[live]}", _any_file(before, live) and OTHER_CONTENT, _any_file(after, live)
            continue
        release = re.match(r"(.*)\\releases\\([^\\]+?)(\.manifest)?(\\|$)", path)
        if old == new:
            continue
        if release is None or release[1] not in folders:
            folder = new == "folder" and old is None
            yield (f"folder/{path}", None, "present") if folder else (f"files/{path}", old, new)
        else:
            yield _release(f"{release[1]}\\releases\\{release[2]}.manifest", release, path, before, after, folders)


def _any_file(files: Mapping[str, str], folder: str) -> str | None:
    """What is replaced in place is one change, whatever of its files changed."""
    there = any(path.startswith(f"{folder}\\") and seen != "folder" for path, seen in files.items())
    return NEW_CONTENT if there else None


def _release(
    manifest: str,
    release: re.Match[str],
    path: str,
    before: Mapping[str, str],
    after: Mapping[str, str],
    folders: Mapping[str, str],
) -> tuple[str, Any, Any]:
    """A release is one change, whatever of its files changed; without a manifest it is none of the product's."""
    old, new = before.get(manifest), after.get(manifest)
    if old is None and new is None:
        return f"files/{path}", before.get(path), after.get(path)
    was = None if old is None else "kept" if new is None else OTHER_CONTENT
    return f"release/{folders[release[1]]}/{release[2]}", was, new


def _pools(before: Mapping[str, Any], after: Mapping[str, Any], secrets: Collection[str]) -> Found:
    for name in {**before["pools"], **after["pools"]}:
        old, new = before["pools"].get(name), after["pools"].get(name)
        yield f"pool/{name}", old and "present", new and "present"
        if new is not None:
            base = old or {**after["defaults"], "name": name, "recycling/periodicRestart/schedule": []}
            yield from (
                _variable(*one, secrets) if "/environment/" in one[0] else one
                for one in _values(f"pool/{name}", base, new)
            )


def _variable(path: str, old: str | None, new: str | None, secrets: Collection[str]) -> tuple[str, Any, Any]:
    if old == new:
        return path, None, None
    return path, old and HIDDEN, HIDDEN if new in secrets else new


def _sites(before: Mapping[str, Any], after: Mapping[str, Any]) -> Found:
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        yield f"site/{name}", old and "present", new and "present"
        if new is not None:
            base = {**(old or {**_NEW_SITE, "id": new["id"]})}
            for path in _applications(new) - _applications(base):
                yield f"site/{name}/application{path}", None, "present"
                base |= {f"application{path}/{key}": value for key, value in _NEW_APPLICATION.items()}
            yield from _values(f"site/{name}", base, new)


def _applications(site: Mapping[str, Any]) -> set[str]:
    return {match[1] for key in site if (match := re.fullmatch(r"application(/.*)/physicalPath", key))}


def _states(before: Mapping[str, Any], after: Mapping[str, Any]) -> Found:
    for kind in ("pool", "site"):
        for name in {**before[f"{kind}s"], **after[f"{kind}s"]}:
            yield f"{kind}/{name}/state", before[f"{kind}s"].get(name), after[f"{kind}s"].get(name)
