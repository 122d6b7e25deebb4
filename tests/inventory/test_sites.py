"""What a site cannot be, and what two of them cannot have in common."""

import pytest

from iisfleet.inventory import Health
from tests.inventory.conftest import Find, Load

PREFIX = "hosts.web01.sites.Shop."


@pytest.mark.parametrize(
    ("lines", "key", "sentence"),
    [
        ("publish: inplace", "publish", "must be 'switch' or 'in-place', found 'inplace'"),
        ("keep_releases: 1", "keep_releases", "must be at least 2, found '1'"),
        ("name: x", "name", "is not a known key: the name of a site is its key"),
        ("pool: {name: 'a/b'}", "pool.name", "is not a name that an application pool can have: 'a/b'"),
        ("pool: {identity: LocalSistem}", "pool.identity", "is neither an identity of IIS nor an account"),
        ("pool: {identity: SpecificUser}", "pool.identity", "needs the account itself"),
        ("pool: {identity: 'CORP\\x'}", "pool.password", "is missing: CORP\\x needs it"),
        (
            "pool: {identity: 'CORP\\x$', password: !secret env:X}",
            "pool.password",
            "is of no use: CORP\\x$ has none",
        ),
        ("pool: {password: !secret env:X}", "pool.password", "is of no use: ApplicationPoolIdentity has none"),
        ("pool: {identity: 'C\\x', password: canary}", "pool.password", "a secret may not stand in the inventory"),
        ("pool: {start_mode: Always}", "pool.start_mode", "must be 'OnDemand' or 'AlwaysRunning', found 'Always'"),
        ("pool: {queue_length: 5}", "pool.queue_length", "must be at least 10, found '5'"),
        ("pool: {recycling: {schedule: ['25:00']}}", "pool.recycling.schedule[0]", "does not have the form"),
        ("pool: [a]", "pool", "expects a mapping (key: value), found a list"),
        ("env: {'A=B': x}", "env.A=B", "is not the name of an environment variable: 'A=B'"),
        ("env: {A: ''}", "env.A", "has no value"),
        ("env: {A: true}", "env.A", "expects text, found true or false"),
        ("env: {A: 80}", "env.A", "expects text, found a number"),
        ("env: {A: x, a: y}", "env.a", "is the same variable as A"),
        ("env: [a]", "env", "expects a mapping (key: value), found a list"),
        ("health: {path: healthz}", "health.path", "is not a path of a URL: 'healthz'"),
        ("health: {status: 99}", "health.status[0]", "must be at least 100"),
        ("health: {body: '('}", "health.body", "is not a regular expression"),
        ("health: {header_value: x}", "health.header_value", "needs a header"),
        ("health: {path: /x, checks: [{path: /y}]}", "health.path", "stands beside checks"),
        ("health: {checks: []}", "health.checks", "may not be empty"),
        ("health: {checks: [{pth: /y}]}", "health.checks[0].pth", "is not a known key"),
        ("health: {binding: 1}", "health.binding", "is 1, but the site has 1 binding(s)"),
        ("health: {interval: 0}", "health.interval", "must be more than 0"),
        ("authentication: {windos: true}", "authentication.windos", "is not a known key"),
        (
            "applications: {api: {folder: 'C:\\a\\b'}}",
            "applications.api.path",
            "is not the path of an application",
        ),
        ("applications: {/api: {}}", "applications./api.folder", "is missing"),
        ("applications: {/api: {folder: 'C:\\a%b'}}", "applications./api.folder", "has a %"),
        ("applications: {/api: x}", "applications./api", "expects a mapping"),
        ("applications: {/api: {folder: 'C:\\a\\b', path: /x}}", "applications./api.path", "is not a known key"),
        (
            "applications: {/api: {folder: 'C:\\a\\b'}, /API: {folder: 'C:\\a\\c', pool: {name: x}}}",
            "applications./API",
            "is the same application as /api",
        ),
        ("applications: {/api: {folder: 'C:\\a\\b', env: {A: ''}}}", "applications./api.env.A", "has no value"),
    ],
)
def test_sites_that_cannot_be(of_site: Find, lines: str, key: str, sentence: str) -> None:
    problems = [((p.key or "").removeprefix(PREFIX), p.sentence) for p in of_site(lines)]

    assert any(k == key and s.startswith(sentence) for k, s in problems), problems
    assert len(problems) == 1
    assert "canary" not in str(problems)


def test_a_path_in_which_iis_would_expand_a_variable(find: Find) -> None:
    (problem,) = find("hosts: {web01: {sites: {Shop: {path: 'C:\\x%windir%y', bindings: [{port: 80}]}}}}")

    assert (problem.key, problem.sentence) == (f"{PREFIX}path", "has a %: 'C:\\x%windir%y'")


@pytest.mark.parametrize(
    ("bindings", "key", "sentence"),
    [
        ("[]", "bindings", "may not be empty"),
        ("{port: 80}", "bindings", "expects a list, found a mapping"),
        ("[{port: 0}]", "bindings[0].port", "must be at least 1"),
        ("[{protocol: ftp}]", "bindings[0].protocol", "must be 'http' or 'https', found 'ftp'"),
        ("[{address: shop}]", "bindings[0].address", "is not an IP address: 'shop'"),
        ("[{host: 'http://x'}]", "bindings[0].host", "is not a host name: 'http://x'"),
        ("[{protocol: https}]", "bindings[0].certificate", "is missing: https needs it"),
        ("[{certificate: {subject: CN=x}}]", "bindings[0].certificate", "is of no use on http"),
        ("[{sni: true, host: a}]", "bindings[0].sni", "is of no use on http"),
        ("[{protocol: https, sni: true, certificate: {subject: x}}]", "bindings[0].sni", "needs a host"),
        ("[{protocol: https, certificate: {}}]", "bindings[0].certificate", "needs either thumbprint or subject"),
        (
            "[{protocol: https, certificate: {thumbprint: abc}}]",
            "bindings[0].certificate.thumbprint",
            "is not a thumbprint: 3 characters",
        ),
        ("[{port: 80}, {port: 80}]", "bindings[1]", "Shop and Shop have one binding: *:80:"),
        (
            "[{port: 80, host: a}, {protocol: https, port: 80, certificate: {subject: x}}]",
            "bindings[1]",
            "port 80 carries https here and http in Shop",
        ),
        (
            "[{protocol: https, certificate: {subject: x}}, "
            "{protocol: https, host: a, sni: false, certificate: {subject: y}}]",
            "bindings[1]",
            "has another certificate than Shop for *:443",
        ),
        (
            "[{protocol: https, address: 10.0.0.1, host: a, certificate: {subject: x}}, "
            "{protocol: https, address: 10.0.0.2, host: A, certificate: {subject: y}}]",
            "bindings[1]",
            "has another certificate than Shop for a:443",
        ),
    ],
)
def test_bindings_that_cannot_be(of_site: Find, bindings: str, key: str, sentence: str) -> None:
    problems = [((p.key or "").removeprefix(PREFIX), p.sentence) for p in of_site("preload: true", bindings)]

    assert len(problems) == 1, problems
    assert problems[0][0] == key
    assert problems[0][1].startswith(sentence)


TWO = r"""
hosts:
  web01:
    sites:
      One: {{path: C:\sites\one, bindings: [{{port: 80, host: one}}], {one}}}
      {name}: {{path: {path}, bindings: [{bindings}], {two}}}
"""


def two(**parts: str) -> str:
    usual = {"one": "preload: false", "two": "preload: false", "name": "Two", "path": r"C:\sites\two"}
    return TWO.format(**{"bindings": "{port: 80, host: two}", **usual, **parts})


@pytest.mark.parametrize(
    ("parts", "key", "sentence"),
    [
        ({"bindings": "{port: 80, host: ONE}"}, "Two.bindings[0]", "Two and One have one binding: *:80:ONE"),
        ({"path": r"C:\Sites\ONE"}, "Two.path", "Two and One are one folder"),
        ({"path": r"C:\sites\one\sub"}, "Two.path", "Two and One lie within each other"),
        ({"path": r"C:\sites"}, "Two.path", "Two and One lie within each other"),
        ({"name": "ONE", "two": "pool: {name: x}"}, "ONE", "is the same site as One"),
        ({"two": "pool: {name: one}"}, "Two.pool.name", "One and Two have one application pool: One"),
        (
            {"two": "shared_pool: true, pool: {name: One}"},
            "Two.pool.name",
            "One and Two have one application pool: One",
        ),
        (
            {"one": "shared_pool: true, env: {A: x}", "two": "shared_pool: true, pool: {name: One}"},
            "Two.pool.name",
            "One and Two share the pool One but set it differently",
        ),
        (
            {"one": "shared_pool: true", "two": "undeclared: merge, shared_pool: true, pool: {name: One}"},
            "Two.pool.name",
            "One and Two share the pool One but set it differently",
        ),
        (
            {"two": "applications: {/a: {folder: 'C:\\sites\\one\\a'}}"},
            "Two.applications./a.folder",
            "Two/a and One lie within each other",
        ),
        (
            {"two": "applications: {/a: {folder: 'C:\\sites\\a', pool: {name: One}}}"},
            "Two.applications./a.pool.name",
            "One and Two/a have one application pool: One",
        ),
    ],
)
def test_what_two_sites_cannot_share(find: Find, parts: dict[str, str], key: str, sentence: str) -> None:
    (problem,) = find(two(**parts))

    assert problem.key == f"hosts.web01.sites.{key}"
    assert problem.sentence.startswith(sentence)


def test_a_pool_can_be_shared_on_purpose(load: Load) -> None:
    shared = "shared_pool: true, env: {A: !secret env:A}, pool: {name: Both, bitness: 64}"

    host = load(two(one=shared, two=shared)).hosts[0]

    assert list(host.secrets) == ["pool/Both/environment/A"]


def test_http_and_https_on_one_port_of_two_addresses(load: Load) -> None:
    secure = "{protocol: https, address: 10.0.0.2, port: 81, certificate: {subject: x}}, {address: 10.0.0.1, port: 81}"

    assert len(load(two(bindings=secure)).hosts[0].sites[1].bindings) == 2


def test_two_sites_side_by_side(load: Load) -> None:
    assert len(load(two(path=r"C:\sites\one-more")).hosts[0].sites) == 2


def test_what_is_said_of_one_site_does_not_hide_the_other(find: Find) -> None:
    problems = find(two(one="keep_releases: 0", two="keep_releases: 0"))

    assert [p.key for p in problems] == [
        "hosts.web01.sites.One.keep_releases",
        "hosts.web01.sites.Two.keep_releases",
    ]


def test_a_check_written_in_health_is_the_one_check() -> None:
    health = Health.model_validate({"path": "/x", "status": 204, "timeout": 5})

    assert [(c.path, c.status) for c in health.checks] == [("/x", (204,))]
    assert Health().checks[0].path == "/"


def test_a_pattern_that_only_dotnet_knows_is_left_to_the_host() -> None:
    assert Health.model_validate({"body": "(?<name>ok)"}).body == "(?<name>ok)"
