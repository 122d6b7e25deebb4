"""Layers, provenance, and every problem of a file at once."""

from pathlib import Path

import pytest

from iisfleet.errors import Problem
from iisfleet.inventory import Secret
from tests.inventory.conftest import Find, Load

LAYERS = r"""
defaults:
  connection: {auth: kerberos, port: 5999}
  sites:
    Shop:
      path: C:\inetpub\shop
      bindings: [{port: 80}]
      env: {A: default, B: default, C: default}
groups:
  web:
    sites: {Shop: {env: {B: web, C: web}, keep_releases: 7}}
  east:
    sites: {Shop: {env: {C: east}}}
hosts:
  web01:
    groups: [web, east]
    sites: {Shop: {env: {D: host, A: null}}}
  web02: {groups: [east, web]}
  web03:
"""


def test_defaults_then_groups_as_listed_then_host(load: Load) -> None:
    one, two, three = load(LAYERS).hosts

    assert one.sites[0].env == {"B": "web", "C": "east", "D": "host"}
    assert two.sites[0].env == {"A": "default", "B": "web", "C": "web"}
    assert three.sites[0].env == {"A": "default", "B": "default", "C": "default"}
    assert (one.sites[0].keep_releases, three.sites[0].keep_releases) == (7, 5)
    assert one.groups == ("web", "east")


def test_defaults_of_a_connection(load: Load) -> None:
    hosts = load("hosts: {a: {connection: {ssl: false}}, b: {}, c: {connection: {port: 1, address: 10.0.0.1}}}").hosts

    assert [(h.connection.address, h.connection.port) for h in hosts] == [
        ("a", 5985),
        ("b", 5986),
        ("10.0.0.1", 1),
    ]


def test_environment_is_the_name_of_the_file_unless_said(load: Load) -> None:
    assert load("hosts: {a: {}}").environment == "staging"
    assert load("environment: x\nproduction: true\nhosts: {a: {}}").production is True


SITE = r"""
hosts:
  web01:
    sites:
      Shop:
        path: C:/inetpub/shop
        package: ../publish/shop
        bindings:
          - {port: 80}
          - {protocol: https, host: shop.example.com, certificate: {thumbprint: '8f 43 28 8a d2 72 f3 10 3b 6f b1 42 84 85 ea 30 14 c0 bc fe'}}
          - {protocol: https, address: '::1', port: 8443, certificate: {subject: CN=x}}
        pool: {identity: CORP\svc$}
        env: {CONN: !secret env:CONN, PLAIN: x}
        applications:
          /v1/api:
            folder: C:\inetpub\shop-api
            package: ../publish/api.zip
            pool: {identity: CORP\svc, password: !secret env:PASS}
            env: {CONN: !secret env:CONN}
            keep_releases: 2
"""  # noqa: E501


def test_a_site_in_full(load: Load, tmp_path: Path) -> None:
    host = load(SITE).hosts[0]
    site = host.sites[0]
    api = site.applications[0]

    assert (site.path, site.package) == (r"C:\inetpub\shop", tmp_path / "../publish/shop")
    assert [b.information for b in site.bindings] == ["*:80:", "*:443:shop.example.com", "[::1]:8443:"]
    assert [b.ssl_flags for b in site.bindings] == [0, 1, 0]
    assert site.bindings[1].certificate is not None
    assert site.bindings[1].certificate.thumbprint == "8F43288AD272F3103B6FB1428485EA3014C0BCFE"
    assert (site.pool.name, site.pool.identity_type, site.pool.user_name, site.pool.is_gmsa) == (
        "Shop", "SpecificUser", r"CORP\svc$", True)  # fmt: skip
    assert (api.path, api.pool.name, api.pool.is_gmsa) == ("/v1/api", "Shop-v1-api", False)
    assert [c.path for c in site.health.checks] == ["/"]


def test_targets_are_the_root_then_the_applications(load: Load) -> None:
    root, api = load(SITE).hosts[0].targets

    assert (root.name, root.site, root.application, root.folder) == ("Shop", "Shop", "/", r"C:\inetpub\shop")
    assert (api.name, api.site, api.application, api.folder) == (
        "Shop/v1/api",
        "Shop",
        "/v1/api",
        r"C:\inetpub\shop-api",
    )
    assert (api.pool.name, api.keep_releases, root.keep_releases) == ("Shop-v1-api", 2, 5)


def test_secrets_are_named_by_their_pool(load: Load) -> None:
    host = load(SITE).hosts[0]

    names = ["pool/Shop/environment/CONN", "pool/Shop-v1-api/environment/CONN", "pool/Shop-v1-api/password"]
    assert list(host.secrets) == names
    value = host.sites[0].env["CONN"]
    assert isinstance(value, Secret)
    assert host.secrets[value.name] is value
    assert not value.resolved


def test_hosts_that_say_the_same_share_their_sites(load: Load) -> None:
    one, two = load("""
        groups: {web: {sites: {S: {path: 'C:\\a\\s', bindings: [{port: 80}]}}}}
        hosts: {a: {groups: [web]}, b: {groups: [web], connection: {port: 1}}}
        """).hosts

    assert one.sites[0] is two.sites[0]


def test_everything_is_frozen(load: Load) -> None:
    with pytest.raises(ValueError, match="frozen"):
        load(SITE).hosts[0].sites[0].preload = True


def test_an_overlay_is_merged_over_its_host(load: Load) -> None:
    password = Secret.of("pw")
    over = {"address": "127.0.0.1", "port": 40001, "username": "lab\\deploy", "password": password}

    one, two = load(
        "lab: true\ndefaults: {connection: {auth: ntlm, ssl: false}}\nhosts: {lab01: {}, lab02: {}}",
        overlay={"lab01": {"connection": over}},
    ).hosts

    assert (one.connection.address, one.connection.port, one.connection.ssl) == ("127.0.0.1", 40001, False)
    assert one.connection.password is password
    assert two.connection.address == "lab02"


def test_an_overlay_is_judged_too(find: Find) -> None:
    (problem,) = find("hosts: {web01: {}}", overlay={"web01": {"connection": {"prot": 1}}})

    assert (problem.key, problem.sentence, problem.hint) == (
        "hosts.web01.connection.prot", "is not a known key", "did you mean 'port'?")  # fmt: skip


def test_every_problem_at_once_in_the_order_of_the_file(find: Find) -> None:
    problems = find(r"""
        enviroment: x
        defaults:
          conection: {}
        groups:
          web:
            connection: {port: eighty, auht: ntlm}
            sites:
              Shop: {path: shop, bindings: [{prot: 80}], pool: {bitness: 31}}
        hosts:
          web01: {groups: [wbe]}
          web02: {groups: [web], sits: {}}
        """)

    assert [(p.line, p.key, p.hint) for p in problems] == [
        (2, "enviroment", "did you mean 'environment'?"),
        (4, "defaults.conection", "did you mean 'connection'?"),
        (7, "groups.web.connection.auht", "did you mean 'auth'?"),
        (7, "groups.web.connection.port", "for example port: 5986"),
        (9, "groups.web.sites.Shop.bindings[0].prot", "did you mean 'port'?"),
        (9, "groups.web.sites.Shop.path", r"write a drive and a folder: C:\inetpub\shop"),
        (9, "groups.web.sites.Shop.pool.bitness", None),
        (11, "hosts.web01.groups[0]", "did you mean 'web'?"),
        (12, "hosts.web02.sits", "did you mean 'sites'?"),
    ]


def test_a_problem_of_a_group_is_said_once_for_all_its_hosts(find: Find) -> None:
    hosts = "".join(f"  web{n:03}: {{groups: [web], sites: {{Shop: {{keep_releases: 3}}}}}}\n" for n in range(50))

    (problem,) = find(
        "groups:\n  web:\n    sites:\n      Shop:\n        path: shop\n        bindings: [{port: 80}]\nhosts:\n" + hosts
    )

    assert (problem.line, problem.key) == (5, "groups.web.sites.Shop.path")


def test_a_group_that_no_host_is_in_is_judged_by_what_it_says(find: Find) -> None:
    problems = find(r"""
        groups:
          idle:
            connection: {auth: ntlm, port: 0}
            sites: {Shop: {pol: {}}, Bare: {preload: true}}
        hosts: {web01: {}}
        """)

    assert [(p.line, p.key) for p in problems] == [
        (4, "groups.idle.connection.port"),
        (5, "groups.idle.sites.Shop.pol"),
    ]


@pytest.mark.parametrize(
    ("text", "key", "sentence"),
    [
        ("hosts: {}", "hosts", "declares no hosts"),
        ("groups: {}", None, "declares no hosts"),
        ("[a, b]", None, "expects a mapping (key: value), found a list"),
        ("just text", None, "expects a mapping (key: value), found 'just text'"),
        ("hosts: [web01]", "hosts", "expects a mapping (key: value), found a list"),
        ("hosts: {web01: 5}", "hosts.web01", "expects a mapping (key: value), found '5'"),
        ("hosts: {web01: {groups: web}}", "hosts.web01.groups", "expects a list, found 'web'"),
        ("hosts: {web01: {sites: [x]}}", "hosts.web01.sites", "expects a mapping (key: value), found a list"),
        (
            "hosts: {web01: {sites: {Shop: x}}}",
            "hosts.web01.sites.Shop",
            "expects a mapping (key: value), found 'x'",
        ),
        (
            "hosts: {web01: {connection: []}}",
            "hosts.web01.connection",
            "expects a mapping (key: value), found a list",
        ),
        (
            "groups: {web: 1}\nhosts: {a: {groups: [web]}}",
            "groups.web",
            "expects a mapping (key: value), found '1'",
        ),
        ("production: 1\nhosts: {a: {}}", "production", "expects true or false, found '1'"),
        ("environment: [x]\nhosts: {a: {}}", "environment", "expects text, found a list"),
        ("environment: a/b\nhosts: {a: {}}", "environment", "is not a usable name: 'a/b'"),
        ("hosts: {'web 01': {}}", "hosts.web 01", "is not a usable name: 'web 01'"),
        ("hosts: {'*': {}}", "hosts.*", "is not a usable name: '*'"),
        ("hosts: {'': {}}", "hosts.", "is not a usable name: ''"),
        (
            "hosts: {web01: {}, WEB01: {}}",
            "hosts.WEB01",
            "differs from the host web01 only in upper and lower case",
        ),
        (
            "groups: {Web: {}}\nhosts: {web: {}}",
            "hosts.web",
            "is a host, and Web is a group: --limit could mean either",
        ),
        (
            "hosts: {a: {connection: {address: x}}, b: {connection: {address: X.}}}",
            "hosts.b.connection.address",
            "a and b have one address: X.:5986",
        ),
    ],
)
def test_what_an_inventory_cannot_be(find: Find, text: str, key: str | None, sentence: str) -> None:
    assert (key, sentence) in [(p.key, p.sentence) for p in find(text)]


def test_an_unknown_group_without_any_groups(find: Find) -> None:
    (problem,) = find("hosts: {a: {groups: [web]}}")

    assert (problem.sentence, problem.hint) == ("no group is called 'web'", "declare it: groups: {web: {}}")


def said(problems: list[Problem]) -> list[tuple[str, str]]:
    return [((p.key or "").removeprefix("hosts.a.connection."), p.sentence) for p in problems]


@pytest.mark.parametrize(
    ("connection", "key", "sentence"),
    [
        ("auth: nltm", "auth", "must be 'negotiate', 'ntlm', 'kerberos', 'certificate', 'credssp' or 'basic'"),
        ("port: 70000", "port", "must be at most 65535, found '70000'"),
        ("port: '80'", "port", "expects a whole number, found '80'"),
        ("port: true", "port", "expects a whole number, found 'true'"),
        ("port: !secret env:X", "port", "expects a whole number, found a secret"),
        ("address: http://x/", "address", "does not have the form that is expected"),
        ("ssl: perhaps", "ssl", "expects true or false, found 'perhaps'"),
        ("username: 5", "username", "expects text, found '5'"),
        ("auth: ntlm", "username", "is missing: auth: ntlm needs it"),
        ("auth: credssp, username: u", "password", "is missing: auth: credssp needs it"),
        ("auth: basic, ssl: false, username: u, password: !secret env:X", "auth", "basic without ssl would send"),
        ("auth: certificate", "certificate", "is missing: auth: certificate needs it"),
        ("auth: certificate, certificate: c.pem", "certificate_key", "is missing: auth: certificate needs it"),
        ("password: !secret env:X", "password", "is of no use without a username"),
        ("read_timeout: 20", "read_timeout", "must be more than operation_timeout (20)"),
        ("connect_timeout: 0", "connect_timeout", "must be at least 1, found '0'"),
        ("validate_certificate: 5", "validate_certificate", "expects true, false or the path of a file"),
        ("proxy: proxy", "proxy", "does not have the form that is expected"),
        ("proxy: 'http://u:p@x'", "proxy", "may not hold a password in clear text"),
    ],
)
def test_connections_that_cannot_be(find: Find, connection: str, key: str, sentence: str) -> None:
    problems = said(find(f"hosts:\n  a:\n    connection: {{{connection}}}\n"))

    assert any(k == key and s.startswith(sentence) for k, s in problems), problems


def test_a_password_in_clear_text_is_refused_and_not_repeated(find: Find) -> None:
    problems = find("hosts: {a: {connection: {auth: ntlm, username: u, password: canary-77}}}")

    assert [p.sentence for p in problems] == ["a secret may not stand in the inventory in clear text"]
    assert "!secret env:" in str(problems[0].hint)
    assert "canary-77" not in "".join(map(str, problems))


def test_paths_are_relative_to_the_inventory(load: Load, tmp_path: Path) -> None:
    link = load(
        "hosts: {a: {connection: {auth: certificate, certificate: c.pem, certificate_key: /k.pem, "
        "validate_certificate: ca.pem}}}"
    ).hosts[0].connection  # fmt: skip

    assert (link.certificate, link.certificate_key) == (tmp_path / "c.pem", Path("/k.pem"))
    assert link.validate_certificate == tmp_path / "ca.pem"
