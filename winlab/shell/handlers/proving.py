"""Assert-Release: whether a kept release is what it was when it was made."""

from winlab.shell.handlers import Params, Session, StepFailure, StepOutcome, step
from winlab.shell.handlers.iis_draft import demand
from winlab.shell.handlers.release_folders import Manifest, really_there, recorded, release_folder


@step("Assert-Release")
def assert_release(session: Session, p: Params) -> StepOutcome:
    demand(p, "Path", r"[A-Za-z]:\\.*")
    demand(p, "Release", r"[A-Za-z0-9][A-Za-z0-9._+-]*")
    demand(p, "ManifestSha256", "[0-9a-f]{64}")
    fs, path, release, digest = session.machine.fs, str(p["Path"]), str(p["Release"]), str(p["ManifestSha256"])
    record, there = recorded(fs, path, release), None
    if record is not None and record.sha256 == digest:
        there = really_there(fs, path, release)
    found = _found(release, digest, record, there)
    if found:
        raise StepFailure(
            f"The kept release {release} of {p['Target']} is not what it was when it was made.",
            f"the files of {release_folder(path, release)} with the hashes of its manifest, {digest}",
            found,
            "Go back to another kept release with --release, or deploy the package of this one again: it is then "
            "made anew.",
            "tampered",
        )
    return StepOutcome(data={"release": release, "manifest": digest, "files": len(there.entries) if there else 0})


def _found(release: str, digest: str, record: Manifest | None, there: Manifest | None) -> str | None:
    """What is not as it should be; None: all is."""
    if record is None:
        return f"no {release}.manifest"
    if record.sha256 != digest:
        return f"{release}.manifest with SHA-256 {record.sha256}"
    if there is None:
        return "no such folder"
    wrong = differing(record, there)
    return f"{len(wrong)} changed or missing: {', '.join(wrong[:5])}" if wrong else None


def differing(wanted: Manifest, found: Manifest) -> list[str]:
    """Compare-Manifest: the files that are there with another hash, or not at all."""
    there = {entry.path.lower(): entry.sha256 for entry in found.entries}
    return sorted(entry.path for entry in wanted.entries if there.get(entry.path.lower()) != entry.sha256)
