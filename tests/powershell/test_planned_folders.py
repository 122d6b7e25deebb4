"""A plan of several folders tells once what would be made above them, whatever steps name them."""

from tests.powershell.cases import Case, Step
from tests.powershell.harness import Hosts

ADMINS = "D:PAI(A;OICI;FA;;;BA)"
STEPS: tuple[Step, ...] = (
    ("Set-HostFolder", {"Path": r"C:\data\logs", "Sddl": None}),
    ("Set-KeyFolder", {"Path": r"C:\data\keys\shop", "Sddl": ADMINS}),
    ("Set-KeyFolder", {"Path": r"C:\data\keys\api", "Sddl": ADMINS}),
    ("Set-SiteFolder", {"Path": r"C:\data\shop", "Sddl": ADMINS, "Plain": True}),
)


def test_what_an_earlier_step_would_make_is_told_once(engine: str, hosts: Hosts) -> None:
    case = Case("folders", "", "the plan", given={})
    host = hosts.prepared(engine, case)

    told = [change.path for result in host.run(STEPS, case, what_if=True) for change in result.changes]

    assert [path for path in told if path.startswith("folder/")] == [
        rf"folder/C:\{name}"
        for name in ("data", r"data\logs", r"data\keys", r"data\keys\shop", r"data\keys\api", r"data\shop")
    ]
