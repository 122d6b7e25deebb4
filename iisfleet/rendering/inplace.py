"""The steps that publish content in place, as their parameters: saved, suspended, published, resumed."""

from typing import Any

from iisfleet.rendering.release import Release, RunInfo


def inplace_steps(release: Release, run: RunInfo, *, clean: bool) -> dict[str, dict[str, Any]]:
    """``save``, ``suspend``, ``publish`` and ``resume`` of one content that is not switched to, but replaced.

    ``clean``: nothing of the previous deployment stays beside the release, but for what is preserved.
    """
    target = release.target
    named = {"Run": run.id, "Target": target.name, "Path": target.content}
    kept = {"Store": target.store, "Preserve": target.preserve, "Clean": clean}
    content = {**named, **kept, "Release": release.id, "ManifestSha256": release.manifest}
    offline = {
        "Site": target.site,
        "Application": target.application,
        "Offline": target.offline,
        "Page": target.offline_page,
        "TimeoutSeconds": target.suspend_timeout,
    }
    resume = {"Run": run.id, "Target": target.name, "TimeoutSeconds": target.suspend_timeout}
    return {"save": content, "suspend": named | offline, "publish": content, "resume": resume}
