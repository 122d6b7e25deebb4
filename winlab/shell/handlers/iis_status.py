"""Get-IisStatus."""

from datetime import UTC, datetime
from typing import Any

from winlab.shell.handlers import Params, Session, StepOutcome, step
from winlab.shell.handlers.iis_draft import many
from winlab.shell.handlers.saved_state import live_state
from winlab.windows.topology import Binding, Site


@step("Get-IisStatus")
def get_iis_status(session: Session, p: Params) -> StepOutcome:
    topology = session.machine.iis.topology()
    names = [str(name) for name in many(p.get("Sites"))] or list(topology.sites)
    return StepOutcome(data={"sites": [_site(session, name, topology.site(name)) for name in names]})


def _site(session: Session, name: str, site: Site | None) -> dict[str, Any]:
    if site is None:
        empty: dict[str, Any] = {"pools": [], "bindings": [], "certificates": []}
        return {"name": name, "state": None, "physicalPath": None, **empty}
    pools = sorted({app.pool for app in site.applications if app.pool}, key=str.lower)
    return {
        "name": name,
        "state": live_state(session, "site", name) if site.is_web else "Unknown",
        "physicalPath": site.root.physical_path if site.root else None,
        "pools": [_pool(session, pool) for pool in pools],
        "bindings": [
            {"protocol": b.protocol, "information": b.information, "sslFlags": b.ssl_flags} for b in site.bindings
        ],
        "certificates": [c for b in site.bindings if b.protocol == "https" for c in _certificate(session, b)],
    }


def _pool(session: Session, name: str) -> dict[str, Any]:
    state = live_state(session, "pool", name)
    workers = [] if state is None else [worker.pid for worker in session.machine.iis.workers(name)]
    return {"name": name, "state": state, "workers": workers}


def _certificate(session: Session, binding: Binding) -> list[dict[str, Any]]:
    address = "0.0.0.0" if binding.address in ("", "*") else binding.address  # noqa: S104 - http.sys writes it so
    row = session.machine.httpsys.get(f"{binding.host if binding.ssl_flags & 1 else address}:{binding.port}")
    if row is None:
        return []
    found = session.machine.certificates.find(row.thumbprint, row.store)
    return [{"thumbprint": row.thumbprint, "notAfter": found and _round_trip(found.not_after)}]


def _round_trip(moment: str) -> str:
    """As .NET's format 'o' writes a time of UTC: seven digits of the second."""
    return f"{datetime.fromisoformat(moment).astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}0Z"
