"""Where the files of a content come from, and what a publish in place leaves alone."""

from pathlib import Path

import pytest

from iisfleet.inventory import PackageUrl, Share, content, resolve_secrets
from iisfleet.inventory.secret import Secret
from tests.inventory.conftest import SITE, Find, Load

PREFIX = "hosts.web01.sites.Shop."
HASH = "a" * 64


SHA256_FOUND = "is not a SHA-256: expects 64 hexadecimal digits, found {} among them"


def site(*lines: str) -> str:
    return SITE.format(bindings="[{port: 80}]") + "".join(f"        {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("lines", "key", "sentence"),
    [
        ("package: [a]", "package", "expects a folder or a zip, or url and sha256"),
        ("package: https://b/x.zip", "package", "is a URL without its hash"),
        ("package: '\\\\files\\drop'", "package", "is on a share, which this machine cannot read by that name"),
        ("package: {url: 'https://b/x.zip'}", "package.sha256", "is missing"),
        (f"package: {{url: 'ftp://u:canary@b/x', sha256: {HASH}}}", "package.url", "is not a URL of http or https"),
        (f"package: {{url: 'https://b/canary-ü.zip', sha256: {HASH}}}", "package.url", "is not a URL of http or https"),
        (f"package: {{url: 'https://b:x/canary', sha256: {HASH}}}", "package.url", "is not a URL of http or https"),
        (
            "package: {url: 'https://b/x', sha256: abc}",
            "package.sha256",
            "is not a SHA-256: expects 64",
        ),
        (f"package: {{url: 'https://b/x', sha256: {'0' * 63}g}}", "package.sha256", SHA256_FOUND.format("'g'")),
        (f"package: {{url: 'https://b/x', sha256: \"{'0' * 63} \"}}", "package.sha256", SHA256_FOUND.format("' '")),
        ("share: files", "share", "is not the path of a share: 'files'"),
        ("share: {username: x}", "share.path", "is missing"),
        ("share: {path: '\\\\f\\d', username: 'C\\r'}", "share.password", "is missing: C\\r needs it"),
        ("share: {path: '\\\\f\\d', password: !secret env:X}", "share.username", "is missing: the password is of no"),
        ("share: {path: '\\\\f\\d', username: r, password: canary}", "share.password", "a secret may not stand in"),
        ("publish: inplace", "publish", "must be 'switch' or 'in-place', found 'inplace'"),
        ("preserve: [uploads]", "preserve", "is of no use with publish: switch"),
        ("publish: in-place\noffline: pool", "offline", "must be 'page' or 'pools', found 'pool'"),
        ("publish: in-place\npreserve: ['C:\\x']", "preserve[0]", "is not relative to the content: 'C:\\x'"),
        ("publish: in-place\npreserve: [/x]", "preserve[0]", "is not relative to the content: '/x'"),
        ("publish: in-place\npreserve: [a/../..]", "preserve[0]", "has an empty, . or .. part"),
        ("publish: in-place\npreserve: ['']", "preserve[0]", "has an empty, . or .. part"),
        ("publish: in-place\npreserve: ['*.log']", "preserve[0]", "has a character that Windows does not allow"),
        ("publish: in-place\npreserve: [a/CON]", "preserve[0]", "has a name that Windows reserves for a device"),
        ("publish: in-place\npreserve: [Web.config]", "preserve[0]", "is Web.config, which each publish writes"),
        ("publish: in-place\npreserve: [a, A/]", "preserve[1]", "is said twice"),
        ("publish: in-place\noffline_page: none.htm", "offline_page", "cannot be read: No such file"),
        ("publish: in-place\noffline_page: big.htm", "offline_page", "is no page to show: 70000 bytes"),
        ("publish: in-place\noffline_page: utf16.htm", "offline_page", "is not UTF-8 text"),
        ("publish: in-place\noffline: pools\noffline_page: page.htm", "offline_page", "is of no use with offline: "),
        ("publish: in-place\nsuspend_timeout: 0", "suspend_timeout", "must be at least 1"),
    ],
)
def test_contents_that_cannot_be(of_site: Find, tmp_path: Path, lines: str, key: str, sentence: str) -> None:
    (tmp_path / "big.htm").write_bytes(b"x" * 70_000)
    (tmp_path / "utf16.htm").write_bytes("é".encode("utf-16"))
    (tmp_path / "page.htm").write_text("<p>soon</p>", encoding="utf-8")

    problems = [((p.key or "").removeprefix(PREFIX), p.sentence, p.hint) for p in of_site(lines)]

    assert [(k, s.startswith(sentence)) for k, s, _ in problems] == [(key, True)], problems
    assert "canary" not in str(problems)


def test_a_content_is_switched_unless_it_says_more(load: Load) -> None:
    (target,) = load(site()).hosts[0].targets

    assert (target.publish, target.store, target.content, target.share) == ("switch", target.folder, None, None)
    assert (target.preserve, target.offline, target.suspend_timeout) == ((), "page", 60)


def test_in_place_the_store_lies_beside_the_content(load: Load, tmp_path: Path) -> None:
    (tmp_path / "soon.htm").write_text("\ufeff<p>bald \u2026</p>", encoding="utf-8")
    lines = ("publish: in-place", "preserve: [App_Data, wwwroot/uploads/]", "offline_page: soon.htm")

    (target,) = load(site(*lines, "offline: page")).hosts[0].targets

    assert (target.content, target.store) == (r"C:\inetpub\shop", r"C:\inetpub\shop.iisfleet")
    assert target.preserve == ("App_Data", r"wwwroot\uploads")
    assert target.offline_page == "<p>bald \u2026</p>"


def test_the_page_that_comes_along_is_plain(load: Load) -> None:
    page = load(site("publish: in-place")).hosts[0].targets[0].offline_page

    assert page.isascii()
    assert page.startswith("<!DOCTYPE html>")
    assert "src=" not in page
    assert "href=" not in page


NESTED = r"""
hosts:
  web01:
    drain: {flag: 'C:\inetpub\shop\alive.txt'}
    sites:
      Shop:
        path: C:\inetpub\shop
        publish: in-place
        preserve: [Uploads]
        bindings: [{port: 80}]
        data_protection: {mode: shared, folder: 'C:\inetpub\Shop\keys'}
        applications:
          /api: {folder: 'C:\inetpub\shop\api', publish: in-place}
      Blog: {path: 'C:\inetpub\shop\Blog', bindings: [{port: 81}]}
"""


def test_what_else_lies_below_a_content_is_preserved(load: Load) -> None:
    targets = {target.name: target for target in load(NESTED).hosts[0].targets}

    assert set(targets["Shop"].preserve) == {"Uploads", "api", "api.iisfleet", "Blog", "keys", "alive.txt"}
    assert targets["Shop/api"].preserve == targets["Blog"].preserve == ()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("path: 'C:\\inetpub\\shop\\Blog'", "path: 'C:\\inetpub\\shop.iisfleet'", "Blog and Shop are one folder"),
        ("path: 'C:\\inetpub\\shop\\Blog'", "path: 'C:\\inetpub\\shop.iisfleet\\x'", "Blog and Shop lie within"),
        ("path: C:\\inetpub\\shop\n        publish: in-place\n        preserve: [Uploads]", "path: C:\\inetpub\\shop",
         "Shop/api and Shop lie within each other"),
    ],
)  # fmt: skip
def test_what_may_not_lie_below_a_content(find: Find, old: str, new: str, sentence: str) -> None:
    assert any(p.sentence.startswith(sentence) for p in find(NESTED.replace(old, new)))


def test_a_share_is_one_word_or_a_mapping_whose_password_goes_nowhere_else(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READER", "Reader-71f0")
    app = r"applications: {/api: {folder: 'C:\a\b', share: {path: '\\f\d', username: r, password: !secret env:READER}}}"

    inventory = resolve_secrets(load(site(r"share: \\files\drop/Shop", app)))
    host = inventory.hosts[0]
    root, api = host.targets

    assert root.share == Share(path=r"\\files\drop\Shop")
    assert api.share == Share(path=r"\\f\d", username="r", password=Secret.of("Reader-71f0"))
    assert host.secrets == {}
    assert {name: secret.reveal() for name, secret in host.share_secrets.items()} == {
        "share/Shop/api/password": "Reader-71f0"
    }
    assert "Reader-71f0" not in repr(inventory)


def test_a_package_from_a_url_shows_no_secret_of_its_address(load: Load) -> None:
    lines = f"package: {{url: 'https://u:canary@builds:8443/x.zip?sig=canary', sha256: {HASH.upper()}}}"

    package = load(site(lines)).hosts[0].targets[0].package

    assert isinstance(package, PackageUrl)
    assert (package.shown, package.sha256) == ("https://builds:8443/x.zip", HASH)


def test_on_windows_a_package_on_a_share_is_copied_from_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "ON_WINDOWS", True)

    package = content.read_package_path(r"\\files\drop\Shop")

    assert content.share_of(content.Content(package=package)) == Share(path=r"\\files\drop\Shop")
