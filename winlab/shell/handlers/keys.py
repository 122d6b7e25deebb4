"""Data-protection keys: what scripts/keys does, on the model."""

from collections.abc import Iterator
from typing import Any

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers.books import add_missing_folders, check_drive, path_sddl, same_access
from winlab.shell.handlers.iis_draft import Changes, many, pools, sites
from winlab.shell.handlers.key_files import import_file, no_key
from winlab.windows.config import Element
from winlab.windows.errors import IdentityNotMapped
from winlab.windows.key_acl import meaning
from winlab.windows.topology import expand

_SOFTWARE = {"x64": r"HKLM\SOFTWARE", "x86": r"HKLM\SOFTWARE\WOW6432Node"}
_POLICY = r"Microsoft\DotNetPackages\Microsoft.AspNetCore.DataProtection"
_PROFILES = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList"
_TEXTS = (
    "EncryptionType", "KeyEscrowSinks", "EncryptionAlgorithm", "EncryptionAlgorithmProvider",
    "HashAlgorithm", "HashAlgorithmProvider", "EncryptionAlgorithmType", "ValidationAlgorithmType",
)  # fmt: skip
_NUMBERS = ("DefaultKeyLifetime", "EncryptionAlgorithmKeySize")
_TYPES = ("CNG-CBC", "CNG-GCM", "Managed")


def auto_gen_key(view: str, sid: str) -> str:
    """Get-AutoGenKeyPath."""
    return rf"{_SOFTWARE[view]}\Microsoft\ASP.NET\4.0.30319.0\AutoGenKeys\{sid}"


def holder(session: Session, sid: Any, account: Any) -> str:
    """Resolve-KeyHolder."""
    if sid:
        return str(sid)
    try:
        return session.machine.accounts.sid(str(account))
    except IdentityNotMapped:
        raise StepFailure(
            f"Windows does not know the account {account}.",
            "an account of this host or of its domain",
            "no such account",
            "Correct pool.identity in the inventory, or make the account.",
            "identity",
        ) from None


@step("Set-AutoGenKey")
def set_auto_gen_key(session: Session, p: Params) -> StepOutcome:
    sid = holder(session, p.get("Sid"), p.get("Account"))
    wanted = f"D:P(A;OICI;GA;;;SY)(A;OICI;GA;;;BA)(A;OICI;GA;;;{sid})"
    registry, acl, changes = session.machine.registry, session.machine.acl, []
    for view in _SOFTWARE:
        key = auto_gen_key(view, sid)
        exists = registry.get(key) is not None
        if exists and meaning(acl.get(key)) == meaning(wanted):
            continue
        if not session.whatif:
            registry.create(key)
            acl.set(key, wanted)
        changes.append(change(f"autogenkey/{p['Pool']}/{view}", "other rights" if exists else None, "present"))
    return StepOutcome(changes)


@step("Set-KeyFolder")
def set_key_folder(session: Session, p: Params) -> StepOutcome:
    path, fs = str(p["Path"]), session.machine.fs
    check_drive(session, path, "Correct data_protection.folder, or give the host that drive.")
    accounts = [holder(session, None, name) for name in many(p.get("Account")) if name]
    wanted = str(p["Sddl"]) + "".join(f"(A;OICI;0x1301bf;;;{sid})" for sid in accounts)
    if fs.is_reparse_point(path):
        raise StepFailure(
            f"{path} is a link: keys would lie somewhere else.",
            "a folder",
            "a reparse point",
            "Name the folder that it leads to.",
            "security",
        )
    found = path_sddl(session, path)
    changes = add_missing_folders(session, path)
    if found is None or not same_access(found, wanted):
        changes.append(change(f"acl/{path}", found, wanted))
        if not session.whatif:
            session.machine.acl.set(path, wanted)
    return StepOutcome(changes)


@step("Set-KeyPolicy")
def set_key_policy(session: Session, p: Params) -> StepOutcome:
    values, registry, changes = dict(p["Values"]), session.machine.registry, []
    for name, value in values.items():
        _check_policy(name, value)
    for view, software in _SOFTWARE.items():
        key = rf"{software}\{_POLICY}"
        for name in sorted(values, key=str.lower):
            kind = "DWord" if isinstance(values[name], int) else "String"
            entry = ((registry.get(key) or {}).get("values") or {}).get(name)
            if entry == {"kind": kind, "data": values[name]}:
                continue
            if not session.whatif:
                registry.set(key, name, kind, values[name])
            changes.append(change(f"keypolicy/{view}/{name}", entry and entry["data"], values[name]))
    return StepOutcome(changes)


def _check_policy(name: str, value: Any) -> None:
    is_text = name in _TEXTS and isinstance(value, str) and (name != "EncryptionType" or value in _TYPES)
    is_number = name in _NUMBERS and isinstance(value, int)
    if not is_text and not is_number:
        raise StepFailure(
            f"The policy for keys has no {name} of {value}.",
            f"{', '.join((*_TEXTS, *_NUMBERS))}; EncryptionType: {', '.join(_TYPES)}",
            f"{name} = {value}",
            "Correct data_protection_policy in the inventory.",
            "input",
        )


@step("Get-KeyFact")
def get_key_fact(session: Session, p: Params) -> StepOutcome:
    installed = session.machine.iis.installed
    applications = list(_applications(session, many(p.get("Sites")))) if installed else []
    names = dict[str, str]()
    for name in [*many(p.get("Pools")), *(a["pool"] for a in applications)]:
        names.setdefault(str(name).lower(), str(name))
    return StepOutcome(
        data={
            "iis": installed,
            "pools": [_pool(session, name, installed) for name in names.values() if name],
            "applications": applications,
            "certificates": [_certificate(session, str(one)) for one in many(p.get("Thumbprints"))],
        }
    )


def _applications(session: Session, wanted: Any) -> Iterator[dict[str, str]]:
    for name in wanted:
        found = sites(session).find(name=name)
        for item in () if found is None else found.collection:
            yield {"site": name, "application": str(item.get("path")), "pool": str(item.get("applicationPool"))}


def _pool(session: Session, name: str, installed: bool) -> dict[str, Any]:
    item = pools(session).find(name=name) if installed else None
    fact: dict[str, Any] = {
        "name": name, "exists": item is not None, "identity": None, "userName": None, "bitness": None,
        "loadUserProfile": None, "setProfileEnvironment": None,
    }  # fmt: skip
    account = rf"IIS AppPool\{name}"
    if item is not None:
        account = _describe(item, fact, account)
    try:
        sid = session.machine.accounts.sid(account)
    except IdentityNotMapped:
        sid = None
    return {**fact, "sid": sid, "keys": count_keys(session, sid)}


def _describe(item: Element, fact: dict[str, Any], own: str) -> str:
    """Fills in what the pool is; the account that it runs as."""
    model = item.child("processModel")
    fact |= {name: model.get(name) for name in ("loadUserProfile", "setProfileEnvironment")}
    fact |= {"identity": model.get("identityType"), "bitness": 32 if item.get("enable32BitAppOnWin64") else 64}
    if fact["identity"] == "SpecificUser":
        fact["userName"] = str(model.get("userName"))
        return str(model.get("userName"))
    return own if fact["identity"] == "ApplicationPoolIdentity" else str(fact["identity"])


def count_keys(session: Session, sid: str | None) -> dict[str, int]:
    """Get-KeyCount."""
    if sid is None:
        return {"x64": 0, "x86": 0, "profile": 0}
    registry, fs = session.machine.registry, session.machine.fs
    keys = {view: registry.get(rf"{auto_gen_key(view, sid)}\DataProtection") for view in _SOFTWARE}
    profile = expand(str(registry.value(rf"{_PROFILES}\{sid}", "ProfileImagePath") or ""))
    folder = rf"{profile}\AppData\Local\ASP.NET\DataProtection-Keys"
    there = fs.names(folder) if profile and fs.exists(folder) else []
    files = [name for name in there if name.startswith("key-") and name.endswith(".xml")]
    return {**{view: len(key["values"]) if key else 0 for view, key in keys.items()}, "profile": len(files)}


def _certificate(session: Session, thumbprint: str) -> dict[str, Any]:
    own = session.machine.certificates.find(thumbprint, "My")
    return {
        "thumbprint": thumbprint.lower(),
        "present": own is not None,
        "hasPrivateKey": own is not None and own.has_private_key,
        "isTrusted": session.machine.certificates.find(thumbprint, "Root") is not None,
    }


@step("Import-KeyCertificate")
def import_key_certificate(session: Session, p: Params) -> StepOutcome:
    sid, file = holder(session, p.get("Sid"), p.get("Account")), str(p.get("File") or "")
    try:
        return StepOutcome(_import(session, p, sid, file))
    finally:
        if file and not session.whatif and session.machine.fs.exists(file):
            session.machine.fs.remove(file)


def _import(session: Session, p: Params, sid: str, file: str) -> Changes:
    thumbprint, store, changes = str(p["Thumbprint"]).upper(), str(p.get("Store") or "My"), list[dict[str, Any]]()
    name, certificates = thumbprint.lower(), session.machine.certificates
    own = certificates.find(thumbprint, store)
    if own is None or not own.has_private_key:
        before = None if own is None else "without its private key"
        if not file:
            raise no_key(name, store, before)
        if not session.whatif:
            own = import_file(session, p, file, store, thumbprint)
        changes.append(change(f"certificate/{store}/{name}", before, "present"))
    if sid != "S-1-5-18" and (own is None or sid not in own.key_readers):
        if not session.whatif:
            certificates.grant(thumbprint, store, sid)
        changes.append(change(f"key/{name}/{sid}", None, "read"))
    if p.get("TrustedRoot") and certificates.find(thumbprint, "Root") is None:
        if not session.whatif and own is not None:
            certificates.import_certificate(own.raw, "Root")
        changes.append(change(f"certificate/Root/{name}", None, "present"))
    return changes
