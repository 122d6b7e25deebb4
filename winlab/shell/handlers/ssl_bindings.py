"""Set-SslBinding, and the part of restoring that is http.sys."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, change, step
from winlab.shell.handlers.iis_draft import Changes
from winlab.windows.certificates import Certificate, is_valid

IIS_APP_ID = "{4dc3e181-e14b-4a21-b022-59fc669b0914}"


@step("Set-SslBinding")
def set_ssl_binding(session: Session, p: Params) -> StepOutcome:
    sni, host = bool(p.get("Sni")), str(p.get("HostName") or "")
    if bool(p.get("Thumbprint")) == bool(p.get("Subject")) or (sni and not host):
        raise StepFailure(
            f"The HTTPS binding of port {p['Port']} is not complete.",
            "a thumbprint or a subject, and a host name with SNI",
            "other parameters",
            "Correct the binding in the inventory.",
            "input",
        )
    address = str(p.get("Address") or "*")
    listener = host if sni else "0.0.0.0" if address == "*" else address  # noqa: S104 - http.sys writes it so
    endpoint, store = f"{listener}:{p['Port']}", str(p.get("Store") or "My")
    found = _find(session, p, store)
    row, after = session.machine.httpsys.get(endpoint), found.thumbprint.lower()
    changes: Changes = []
    if row is None or row.thumbprint != after or row.store.lower() != store.lower():
        changes.append(change(f"sslcert/{endpoint}", row and row.thumbprint, after))
        if not session.whatif:
            session.machine.httpsys.put(endpoint, after, IIS_APP_ID, store)
    sid = str(p.get("PoolSid") or "")
    if sid and sid not in found.key_readers:
        changes.append(change(f"key/{after}/{sid}", None, "read"))
        if not session.whatif:
            session.machine.certificates.grant(after, store, sid)
    return StepOutcome(changes, {"endpoint": endpoint, "thumbprint": after})


def _find(session: Session, p: Params, store: str) -> Certificate:
    thumbprint, subject = str(p.get("Thumbprint") or ""), str(p.get("Subject") or "")
    named = [c for c in session.machine.certificates.of(store) if _is_named(c, thumbprint, subject)]
    usable = [c for c in named if c.has_private_key and is_valid(c)]
    if usable:
        return max(usable, key=lambda c: datetime.fromisoformat(c.not_after).astimezone(UTC))
    wanted = f"thumbprint {thumbprint}" if thumbprint else f"subject {subject}"
    found = "no such certificate"
    if named:
        dates = f"valid from {named[0].not_before[:10]} to {named[0].not_after[:10]}"
        found = dates if any(c.has_private_key for c in named) else "no private key"
    raise StepFailure(
        rf"The store LocalMachine\{store} has no usable certificate with {wanted}.",
        "a certificate with a private key, valid now",
        found,
        rf"Import it with its private key into LocalMachine\{store}, or correct it in the inventory.",
        "certificate",
    )


def _is_named(certificate: Certificate, thumbprint: str, subject: str) -> bool:
    if thumbprint:
        return certificate.thumbprint.lower() == thumbprint.lower()
    parts = [part.strip().lower() for part in certificate.subject.split(",")]
    return certificate.subject.lower() == subject.lower() or f"cn={subject.lower()}" in parts


def restore_ssl(session: Session, saved: Sequence[dict[str, Any]], *, present: bool) -> Changes:
    """Put back the entries that were there (present), or take away those that were not."""
    changes: Changes = []
    for entry in [e for e in saved if bool(e["thumbprint"]) == present]:
        row = session.machine.httpsys.get(entry["endpoint"])
        before = row and row.thumbprint
        if (before or "").lower() == (entry["thumbprint"] or "").lower():
            continue
        changes.append(change(f"sslcert/{entry['endpoint']}", before, entry["thumbprint"]))
        if session.whatif:
            continue
        if entry["thumbprint"]:
            session.machine.httpsys.put(
                entry["endpoint"], entry["thumbprint"], entry["appId"] or IIS_APP_ID, entry["store"] or "My"
            )
        else:
            session.machine.httpsys.remove(entry["endpoint"])
    return changes
