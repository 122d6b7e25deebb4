"""The small stores of a machine: registry, ACLs, accounts, keys, certificates."""

import ssl
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winlab.windows.accounts import pool_sid
from winlab.windows.certificates import is_valid, thumbprint, write_pem
from winlab.windows.errors import IdentityNotMapped, MachineError, NotEmulated, NotFound
from winlab.windows.machine import Machine
from winlab.windows.sddl import parse_sddl


def test_registry_names_are_found_without_regard_to_case(machine: Machine) -> None:
    machine.registry.set(r"HKLM:\SOFTWARE\A\B", "Count", "DWord", 3)
    machine.registry.set(r"HKEY_LOCAL_MACHINE\software\a\b", "COUNT", "DWord", 4)

    key = machine.registry.get(r"HKLM\SOFTWARE\a")

    assert key is not None
    assert key["keys"] == ["B"]
    assert machine.registry.value(r"HKLM:\software\A\b", "count") == 4
    assert machine.registry.get(r"HKLM\SOFTWARE\Nope") is None


def test_registry_keys_go_with_what_is_below(machine: Machine) -> None:
    machine.registry.set(r"HKLM\SOFTWARE\A\B\C", "x", "String", "1")

    machine.registry.remove(r"HKLM\SOFTWARE\A")

    assert machine.registry.get(r"HKLM\SOFTWARE\A\B\C") is None
    with pytest.raises(NotFound):
        machine.registry.remove(r"HKLM\SOFTWARE\A")
    with pytest.raises(NotEmulated):
        machine.registry.get(r"HKCU\Software")


def test_the_32_bit_view_is_a_key(machine: Machine) -> None:
    key = machine.registry.get(r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Updates\.NET")

    assert key is not None
    assert key["keys"] == ["Microsoft .NET 10.0.12 - Windows Server Hosting"]


def test_a_protected_acl_ends_inheritance_and_children_inherit_it(machine: Machine) -> None:
    machine.fs.write(r"C:\shop\sub\a.txt", b"")

    machine.acl.set(r"C:\shop", "D:P(A;OICI;GA;;;S-1-5-18)(A;OICI;0x1200a9;;;S-1-5-82-1)")

    assert machine.acl.get(r"c:\SHOP") == "O:BAG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;0x1200a9;;;S-1-5-82-1)"
    assert machine.acl.get(r"C:\shop\sub").endswith("D:AI(A;OICIID;FA;;;SY)(A;OICIID;0x1200a9;;;S-1-5-82-1)")
    assert machine.acl.get(r"C:\shop\sub\a.txt").endswith("D:AI(A;ID;FA;;;SY)(A;ID;0x1200a9;;;S-1-5-82-1)")


def test_an_acl_that_is_written_back_does_not_make_inherited_entries_explicit(machine: Machine) -> None:
    machine.fs.make_folder(r"C:\shop")
    before = machine.acl.get(r"C:\shop")

    machine.acl.set(r"C:\shop", before)

    assert machine.acl.get(r"C:\shop") == before
    assert machine.acl.explicit() == {r"C:\shop": "D:"}


def test_a_foreign_owner_is_seen(machine: Machine) -> None:
    machine.fs.make_folder(r"C:\ProgramData\iisfleet")

    machine.acl.set(r"C:\ProgramData\iisfleet", "O:S-1-5-21-1-2-3-1001D:P(A;OICI;FA;;;SY)")

    assert machine.acl.get(r"C:\ProgramData\iisfleet") == "O:S-1-5-21-1-2-3-1001G:SYD:PAI(A;OICI;FA;;;SY)"


@pytest.mark.parametrize("text", ["nonsense", "D:(A;OICI;ZZ;;;SY)", "D:(A;OICI;FA;;SY)", "O:BA"])
def test_invalid_sddl_is_refused(text: str) -> None:
    with pytest.raises(MachineError):
        parse_sddl(text)


def test_the_sid_of_a_pool_is_that_of_windows(machine: Machine) -> None:
    # Source: the SID that every IIS gives its DefaultAppPool
    known = "S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415"

    assert pool_sid("DefaultAppPool") == known
    assert machine.accounts.sid(r"IIS APPPOOL\defaultapppool") == known


def test_accounts_are_well_known_or_made_known(machine: Machine) -> None:
    machine.accounts.add(r"CORP\svc", password="right")
    machine.accounts.add(r"CORP\shop$")

    assert machine.accounts.sid("NetworkService") == "S-1-5-20"
    assert machine.accounts.sid(r"corp\SVC").startswith("S-1-5-21-")
    assert machine.accounts.accepts(r"CORP\svc", "right")
    assert not machine.accounts.accepts(r"CORP\svc", "wrong")
    assert machine.accounts.accepts(r"CORP\shop$", "")
    with pytest.raises(IdentityNotMapped, match="nobody"):
        machine.accounts.sid(r"CORP\nobody")


@given(st.text())
def test_protected_text_comes_back_on_the_same_machine_only(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("m")
    one, other = (Machine.create(folder / name, name, "bare") for name in ("a", "b"))
    try:
        sealed = one.dpapi.protect(text)

        assert one.dpapi.unprotect(sealed) == text
        with pytest.raises(MachineError, match="not protected on this machine"):
            other.dpapi.unprotect(sealed)
    finally:
        one.close()
        other.close()


def test_certificates_are_real_and_known_beforehand(machine: Machine, tmp_path: Path) -> None:
    made = machine.certificates.add("CN=shop.lab", not_after="2025-06-01T00:00:00Z")

    pem = write_pem(machine.certificates, made, tmp_path / "keys")

    assert made.thumbprint == thumbprint("CN=shop.lab", not_after="2025-06-01T00:00:00Z")
    assert not is_valid(made)
    assert len(made.thumbprint) == 40
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(pem)


def test_a_private_key_is_granted_once(machine: Machine) -> None:
    made = machine.certificates.add("CN=a")
    bare = machine.certificates.add("CN=b", has_private_key=False)

    assert machine.certificates.grant(made.thumbprint, "My", "S-1-5-20")
    assert not machine.certificates.grant(made.thumbprint, "my", "S-1-5-20")
    with pytest.raises(NotFound, match="no private key"):
        machine.certificates.grant(bare.thumbprint, "My", "S-1-5-20")
