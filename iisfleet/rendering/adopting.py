"""What the playbook ``adopt`` is told: which contents become releases, and where these are kept."""

from collections.abc import Iterable
from typing import Any

from iisfleet.inventory import Target
from iisfleet.rendering.deployment import lock_parameters, store_folder
from iisfleet.rendering.release import RunInfo


def adopt_context(
    targets: Iterable[Target], run: RunInfo, *, planning: bool = False, folders: bool = True
) -> dict[str, Any]:
    """The variables of ``templates/adopt.ps1.j2``: a plan needs no lock; ``folders``: the stores are made too."""
    steps = [
        {"store_folder": store_folder(target) if folders else None, "adopted": _adopted(target, run)}
        for target in targets
    ]
    return {"run": run.id, "lock": None if planning else lock_parameters(run), "targets": steps}


def _adopted(target: Target, run: RunInfo) -> dict[str, Any]:
    return {
        "Target": target.name,
        "Path": target.store,
        "Content": target.content,
        "Preserve": target.preserve,
        "Site": target.site,
        "Application": target.application,
        "Run": run.id,
        "Who": run.who,
    }
