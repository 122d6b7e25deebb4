"""What a host gets beside its sites: setup, packages, drain, caches, policy; and where an app keeps its keys."""

import hashlib
from pathlib import Path

import pytest

from iisfleet.errors import ConfigError
from iisfleet.inventory import Host, HostingBundle, Setup, resolve_secrets, secrets_of
from tests.inventory.conftest import Find, Load

HASH = "a" * 64
SHARE = r"\\files\i\dotnet-hosting-10.0.12-win.exe"


def host_of(load: Load, lines: str) -> Host:
    return load("hosts:\n  web01:\n" + "".join(f"    {line}\n" for line in lines.splitlines())).hosts[0]


@pytest.mark.parametrize(
    ("line", "key", "sentence"),
    [
        ("setpu: dsc", "setpu", "is not a known key"),
        ("setup: dcs", "setup", "must be 'dsc' or 'scripts', found 'dcs'"),
        ("setup: 5", "setup", "expects a mapping (key: value), found '5'"),
        ("guard: {deadline: 5}", "guard.deadline", "must be at least 30"),
        ("guard: never", "guard", "expects a mapping (key: value), found 'never'"),
        ("setup: {features: [Web-Windows-Aut]}", "setup.features[0]", "is not a feature of Windows Server"),
        ("setup: {features: ['a b']}", "setup.features[0]", "is not the name of a Windows feature"),
        ("setup: {features: [WAS, was]}", "setup.features[1]", "is said twice"),
        ("setup: {source: 'media'}", "setup.source", "is not an absolute Windows path"),
        ("setup: {source: '\\\\files'}", "setup.source", "is not the path of a share"),
        ("setup: {folders: [logs]}", "setup.folders[0]", "is not an absolute Windows path: 'logs'"),
        ("setup: {folders: ['D:\\a', 'd:/A/']}", "setup.folders[1]", "is said twice"),
        ("setup: {registry: [{name: A, value: x}]}", "setup.registry[0].key", "is missing"),
        ("setup: {registry: [{key: 'HKCU\\A\\B', name: A, value: x}]}", "setup.registry[0].key", "is not a key of the"),
        ("setup: {registry: [{key: 'HKLM\\A\\B/C', name: A, value: x}]}", "setup.registry[0].key", "holds a key with"),
        ("setup: {registry: [{key: 'HKLM\\A', name: A, value: x}]}", "setup.registry[0].key", "is not the path of a"),
        (
            "setup: {registry: [{key: 'HKLM\\A\\B', name: A, value: true}]}",
            "setup.registry[0].value",
            "expects text, a",
        ),
        ("setup: {registry: [{key: 'HKLM\\A\\B', name: A, value: 1}]}", "setup.registry[0].value", "is no String"),
        (
            "setup: {registry: [{key: 'HKLM\\A\\B', name: A, kind: Dword, value: 4294967296}]}",
            "setup.registry[0].value",
            "is no Dword",
        ),
        (
            "setup: {registry: [{key: 'HKLM\\A\\B', name: A, kind: MultiString, value: x}]}",
            "setup.registry[0].value",
            "is no MultiString",
        ),
        (
            "setup: {registry: [{key: 'HKLM\\A\\B', name: A, kind: Binary, value: '0x1'}]}",
            "setup.registry[0].value",
            "is no Binary",
        ),
        (
            "setup: {registry: [{key: 'HKLM\\A\\B', name: A, kind: Binary, value: '00ff'}]}",
            "setup.registry[0].value",
            "begins with 00",
        ),
        (
            "setup: {registry: [{key: 'HKLM\\A\\B', name: A, value: !secret env:X}]}",
            "setup.registry[0].value",
            "expects text, a whole number or a list of text",
        ),
        (
            "setup: {registry: [{key: 'HKLM\\A\\B', name: N, value: x}, {key: 'hklm\\a\\b', name: n, value: y}]}",
            "setup.registry[1]",
            "is said twice",
        ),
        ("setup: {services: {A: {stat: Running}}}", "setup.services.A.stat", "is not a known key"),
        ("setup: {services: {A: {startup: Auto}}}", "setup.services.A.startup", "must be 'Automatic'"),
        ("setup: {services: {A: {}, a: {}}}", "setup.services.a", "is the same service as A"),
        (
            "setup: {services: {A: {startup: Disabled, state: Running}}}",
            "setup.services.A.state",
            "cannot be Running with startup: Disabled",
        ),
        ("setup: {services: {A: {startup: Automatic, state: Stopped}}}", "setup.services.A.state", "cannot be Stopped"),
        ("packages: {bundle: x}", "packages.bundle", "is not a known key"),
        ("packages: {hosting_bundle: {version: 10.0.1}}", "packages.hosting_bundle.installer", "is missing"),
        ("packages: {hosting_bundle: {installer: setup.exe}}", "packages.hosting_bundle.version", "is missing"),
        (f"packages: {{hosting_bundle: {{installer: '{SHARE}'}}}}", "packages.hosting_bundle.sha256", "is missing: an"),
        (
            "packages: {hosting_bundle: {installer: dotnet-hosting-10.0.12-win.zip, version: 10.0.12}}",
            "packages.hosting_bundle.installer",
            "is no installer",
        ),
        (
            "packages: {hosting_bundle: {installer: a.exe, version: 10.0}}",
            "packages.hosting_bundle.version",
            "expects text, found '10.0'",
        ),
        (
            "packages: {hosting_bundle: {installer: a.exe, version: 10.0.1, options: [OPT_NO_X68]}}",
            "packages.hosting_bundle.options[0]",
            "must be 'OPT_NO_X86'",
        ),
        ("packages: {vc_redist: {installer: a.exe}}", "packages.vc_redist.version", "is missing"),
        ("drain: {wait: 5}", "drain.flag", "is missing"),
        ("drain: {flag: 'C:\\Windows\\x'}", "drain.flag", "lies in C:\\Windows, which is not ours to change"),
        ("drain: {flag: 'C:\\a\\b', wait: -1}", "drain.wait", "must be at least 0"),
        ("drain: {flag: 'C:\\a\\b', command: {out: [a], back: [b]}}", "drain.command", "stands beside flag"),
        ("drain: {command: {out: [lb, 'off {hots}'], back: [b]}}", "drain.command.out[1]", "names {hots}, which"),
        ("drain: {command: {out: [], back: [b]}}", "drain.command.out", "may not be empty"),
        ("drain: {http: {out: {url: 'lb/x'}, back: {url: 'https://lb'}}}", "drain.http.out.url", "is not a URL"),
        (
            "drain: {http: {out: {url: 'https://a:b@lb'}, back: {url: 'https://lb'}}}",
            "drain.http.out.url",
            "is not a URL that can be asked",
        ),
        (
            "drain: {http: {out: {url: 'https://lb', headers: {'a b': c}}, back: {url: 'https://lb'}}}",
            "drain.http.out.headers.a b",
            "is not the name of a header",
        ),
        ("caches: {at: '3:00'}", "caches.at", "does not have the form"),
        ("caches: {days: [sonday]}", "caches.days[0]", "must be 'monday'"),
        ("caches: {accounts: ['a/b']}", "caches.accounts[0]", "is not the name of an account"),
        ("caches: {accounts: []}", "caches.accounts", "may not be empty"),
        ("caches: {paths: ['C:\\Users']}", "caches.paths[0]", "is C:\\Users, which others use too"),
        (
            "data_protection_policy: {encryption_type: AES}",
            "data_protection_policy.encryption_type",
            "must be 'CNG-CBC'",
        ),
        ("data_protection_policy: {key_lifetime: 6}", "data_protection_policy.key_lifetime", "must be at least 7"),
        (
            "data_protection_policy: {encryption_type: CNG-GCM, hash_algorithm: SHA256}",
            "data_protection_policy.hash_algorithm",
            "is of no use with encryption_type: CNG-GCM",
        ),
        (
            "data_protection_policy: {encryption_algorithm: AES}",
            "data_protection_policy.encryption_algorithm",
            "is of no use with no encryption_type",
        ),
        (
            "data_protection_policy: {encryption_type: CNG-CBC, encryption_algorithm_key_size: 512}",
            "data_protection_policy.encryption_algorithm_key_size",
            "must be 128, 192 or 256 for AES",
        ),
        (
            "data_protection_policy: {key_escrow_sinks: ['a;b']}",
            "data_protection_policy.key_escrow_sinks[0]",
            "does not",
        ),
    ],
)
def test_parts_of_a_host_that_cannot_be(find: Find, line: str, key: str, sentence: str) -> None:
    problems = find(f"hosts:\n  web01:\n    {line}\n")

    assert [(p.line, (p.key or "").removeprefix("hosts.web01.")) for p in problems] == [(3, key)]
    assert problems[0].sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("lines", "key", "sentence"),
    [
        ("data_protection: registri", "data_protection", "must be 'none', 'registry', 'profile' or 'shared'"),
        ("data_protection: shared", "data_protection.folder", "is missing: mode: shared needs it"),
        (
            "data_protection: {mode: profile, folder: 'D:\\a'}",
            "data_protection.folder",
            "is of no use with mode: profile",
        ),
        ("data_protection: {mode: shared, folder: keys}", "data_protection.folder", "is not an absolute Windows path"),
        (
            "data_protection: {mode: shared, folder: 'D:\\k', certificate: {pfx: a.pfx}}",
            "data_protection.certificate.thumbprint",
            "is missing",
        ),
        (
            "data_protection: {mode: shared, folder: 'D:\\k', certificate: {thumbprint: "
            + "A" * 40
            + ", password: canary}}",
            "data_protection.certificate.password",
            "a secret may not stand in the inventory in clear text",
        ),
        (
            "data_protection: {mode: shared, folder: 'D:\\k', certificate: {thumbprint: " + "A" * 40 + ", pfx: a.pfx}}",
            "data_protection.certificate.password",
            "is missing: the PFX file needs it",
        ),
        (
            "data_protection: registry\npool: {load_user_profile: true}",
            "pool.load_user_profile",
            "is true, which data_protection: registry cannot work with",
        ),
        (
            "applications: {/api: {folder: 'C:\\a\\b', data_protection: regist}}",
            "applications./api.data_protection",
            "must be 'none'",
        ),
    ],
)
def test_keys_that_cannot_be(of_site: Find, lines: str, key: str, sentence: str) -> None:
    problems = of_site(lines)

    assert [(p.key or "").removeprefix("hosts.web01.sites.Shop.") for p in problems] == [key]
    assert problems[0].sentence.startswith(sentence)
    assert "canary" not in str(problems)


def test_what_is_left_out_has_its_defaults(load: Load) -> None:
    host = host_of(load, "setup:")

    assert host.setup == Setup()
    assert (host.drain, host.caches, host.data_protection_policy, host.packages.hosting_bundle) == (None,) * 4
    assert host.features == ("Web-Server", "Web-Mgmt-Console")


def test_features_are_what_the_sites_use_and_what_is_declared(load: Load) -> None:
    host = host_of(
        load,
        "setup: {features: [web-windows-auth, Telnet-Client]}\n"
        "sites:\n"
        "  Shop: {path: 'C:\\sites\\a', bindings: [{port: 80}], preload: true, authentication: {windows: true}}\n",
    )

    assert host.features == ("Web-Server", "Web-Windows-Auth", "Web-AppInit", "Telnet-Client")


def test_layers_merge_under_a_word_too(load: Load) -> None:
    inventory = load(
        """
        defaults: {setup: scripts, packages: {hosting_bundle: {installer: i/dotnet-hosting-10.0.12-win.exe}}}
        groups:
          web:
            setup: {folders: ['D:\\logs'], services: {W3SVC: {startup: Automatic}, Spooler: {startup: Disabled}}}
            packages: {hosting_bundle: {options: [OPT_NO_X86]}}
        hosts:
          a: {groups: [web], setup: {services: {Spooler: null}}}
          b: {groups: [web], packages: null}
        """
    )
    one, two = inventory.hosts

    assert (one.setup.method, one.setup.folders, list(one.setup.services)) == ("scripts", (r"D:\logs",), ["W3SVC"])
    assert {name: service.state for name, service in two.setup.services.items()} == {
        "W3SVC": "Running", "Spooler": "Stopped"}  # fmt: skip
    assert one.packages.hosting_bundle is not None
    assert one.packages.hosting_bundle.arguments == ("OPT_NO_X86=1",)
    assert two.packages.hosting_bundle is None


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("dotnet-hosting-10.0.12-win.exe", "10.0.12"),
        ("dotnet-hosting-11.0.0-preview.1.25080.3-win.exe", "11.0.0-preview.1.25080.3"),
        ("DotNetCore.2.0.9-WindowsHosting.exe", "2.0.9"),
    ],
)
def test_the_name_of_a_hosting_bundle_says_its_version(name: str, version: str) -> None:
    assert HostingBundle.model_validate({"installer": name}).version == version


def test_a_local_installer_is_hashed_and_must_be_what_is_declared(load: Load, tmp_path: Path) -> None:
    (tmp_path / "a.exe").write_bytes(b"MZ")
    text = "packages: {{vc_redist: {{installer: a.exe, version: 14.40.1{sha}}}}}"
    honest = host_of(load, text.format(sha="")).packages.vc_redist
    wrong = host_of(load, text.format(sha=f", sha256: {HASH.upper()}")).packages.vc_redist

    assert honest is not None
    assert wrong is not None
    assert (honest.installer, honest.is_local) == (tmp_path / "a.exe", True)
    assert honest.digest() == hashlib.sha256(b"MZ").hexdigest()
    with pytest.raises(ConfigError, match="is another file than the inventory says"):
        wrong.digest()
    (tmp_path / "a.exe").unlink()
    with pytest.raises(ConfigError, match="cannot be read"):
        honest.digest()


def test_an_installer_on_a_share_stays_text(load: Load) -> None:
    bundle = host_of(load, f"packages: {{hosting_bundle: {{installer: '{SHARE}', sha256: {HASH}}}}}").packages

    assert bundle.hosting_bundle is not None
    assert (bundle.hosting_bundle.installer, bundle.hosting_bundle.is_local) == (SHARE, False)
    assert (bundle.hosting_bundle.digest(), bundle.hosting_bundle.version) == (HASH, "10.0.12")


def test_registry_values_and_their_keys(load: Load) -> None:
    values = host_of(
        load,
        "setup:\n"
        "  registry:\n"
        "    - {key: 'hklm:\\SOFTWARE\\A', name: N, kind: Dword, value: 4294967295}\n"
        "    - {key: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\A', name: M, kind: MultiString, value: [a, b]}",
    ).setup.registry

    assert [(v.key, v.value) for v in values] == [
        (r"HKEY_LOCAL_MACHINE\SOFTWARE\A", 4294967295),
        (r"HKEY_LOCAL_MACHINE\SOFTWARE\A", ("a", "b")),
    ]


def test_caches_are_everyones_on_every_day_unless_said(load: Load) -> None:
    usual, said = host_of(load, "caches: {}"), host_of(load, "caches: {accounts: 'D\\b', days: Sunday, at: 23:59}")

    assert usual.caches is not None
    assert said.caches is not None
    assert (usual.caches.accounts, usual.caches.days, usual.caches.at) == (("*",), (), "03:00")
    assert (said.caches.accounts, said.caches.days, said.caches.at) == ((r"D\b",), ("sunday",), "23:59")


def test_what_is_emptied_never_meets_the_content_of_a_site(find: Find) -> None:
    (problem,) = find(
        """
        defaults:
          caches: {paths: ['D:\\caches\\npm', 'd:\\Sites\\shop\\shared']}
        hosts:
          a: {sites: {Shop: {path: 'D:\\sites\\shop', bindings: [{port: 80}]}}}
        """
    )

    assert (problem.line, problem.key) == (3, "defaults.caches.paths[1]")
    assert problem.sentence == r"meets the folder of Shop: D:\sites\shop"


def test_the_policy_as_registry_values(load: Load) -> None:
    policy = host_of(
        load,
        "data_protection_policy: {encryption_type: CNG-CBC, key_lifetime: 14, key_escrow_sinks: [a, b], "
        "encryption_algorithm_key_size: 256, hash_algorithm: SHA512}",
    ).data_protection_policy

    assert policy is not None
    assert policy.values == {
        "EncryptionType": "CNG-CBC", "EncryptionAlgorithmKeySize": 256, "HashAlgorithm": "SHA512",
        "DefaultKeyLifetime": 14, "KeyEscrowSinks": "a;b",
    }  # fmt: skip


def test_the_password_of_a_certificate_is_a_secret_of_the_host(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PFX", "canary")
    inventory = load(
        """
        hosts:
          a:
            sites:
              Shop:
                path: D:\\sites\\shop
                bindings: [{port: 80}]
                data_protection:
                  mode: shared
                  folder: //files/keys/shop/
                  certificate: {pfx: keys.pfx, thumbprint: "%s", password: !secret env:PFX}
        """
        % ("ab" * 20)
    )
    host = resolve_secrets(inventory).hosts[0]
    target = host.targets[0]

    assert host.secrets["pool/Shop/certificate"].reveal() == "canary"
    assert target.data_protection.folder == r"\\files\keys\shop"
    assert target.data_protection.certificate is not None
    assert target.data_protection.certificate.thumbprint == "AB" * 20
    assert "canary" not in repr(host)


def test_contents_that_share_a_pool_keep_their_keys_in_one_place(find: Find) -> None:
    (problem,) = find(
        """
        hosts:
          a:
            sites:
              A: {path: 'D:\\a', bindings: [{port: 80}], shared_pool: true, data_protection: registry}
              B: {path: 'D:\\b', bindings: [{port: 81}], shared_pool: true, pool: {name: A}}
        """
    )

    assert problem.sentence == "A and B share the pool A but set it differently"


def test_a_part_that_many_hosts_inherit_is_judged_once(find: Find) -> None:
    (problem,) = find("defaults: {drain: {flag: x}}\nhosts: {a: {}, b: {}, c: {}}")

    assert (problem.line, problem.key) == (1, "defaults.drain.flag")


def test_a_group_without_hosts_is_judged_too(find: Find) -> None:
    problems = find("groups: {web: {setup: {timeout: 0}, drain: {wait: 5}}}\nhosts: {a: {}}")

    assert [p.key for p in problems] == ["groups.web.setup.timeout"]


def test_secrets_of_the_load_balancer_are_resolved_and_stay_on_this_machine(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LB_KEY", "k3y-9f2c")
    call = "url: 'https://lb/{host}', headers: {X-Key: !secret 'env:LB_KEY'}"
    inventory = resolve_secrets(load(f"hosts: {{web01: {{drain: {{http: {{out: {{{call}}}, back: {{{call}}}}}}}}}}}"))

    (host,) = inventory.hosts
    assert host.drain
    assert [secret.name for secret in host.drain.secrets] == ["drain/out/headers/X-Key", "drain/back/headers/X-Key"]
    assert {secret.reveal() for secret in secrets_of(host)} >= {"k3y-9f2c"}
    assert host.secrets == {}


def test_a_guard_in_one_word_keeps_what_another_layer_says(load: Load) -> None:
    text = "defaults: {guard: {deadline: 60}}\nhosts: {web01: {guard: false}, web02: {guard: true}, web03: {}}\n"
    guards = [host.guard for host in load(text).hosts]

    assert [(guard.enabled, guard.deadline) for guard in guards] == [(False, 60), (True, 60), (True, 60)]
