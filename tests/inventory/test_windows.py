"""Names and paths that Windows and IIS can hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from iisfleet.inventory import windows


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (r"C:\inetpub\shop", r"C:\inetpub\shop"),
        ("D:/sites/shop/", r"D:\sites\shop"),
        (r"C:\inetpub\console.app", r"C:\inetpub\console.app"),
        (r"C:\WindowsApps\x", r"C:\WindowsApps\x"),
        ("C:\\inetpub\\O'Brien ü", "C:\\inetpub\\O'Brien ü"),
    ],
)
def test_folders(path: str, kept: str) -> None:
    assert windows.check_folder(path) == kept


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("", "absolute"), ("shop", "absolute"), (r"\\server\share", "absolute"), ("C:shop", "absolute"),
        (r"\inetpub", "absolute"), ("/srv/shop", "absolute"), ("C:", "root"), ("C:\\", "root"), ("C:/", "root"),
        (r"C:\a\..\b", "part"), (r"C:\a\\b", "part"), (r"C:\a\.", "part"),
        (r"C:\a.", "ends in a dot"), (r"C:\a \b", "ends in a dot or a space"),
        (r"C:\a\CON", "device"), (r"C:\aux.txt\b", "device"), (r"C:\com1", "device"), (r"C:\lpt9.log", "device"),
        (r"C:\a?b", "character"), (r"C:\a|b", "character"), ("C:\\a\tb", "character"), (r"C:\a:b", "character"),
        (r"C:\Windows", "no site may use"), (r"c:\windows\temp\x", "no site may use"),
        (r"C:\ProgramData\iisfleet\x", "no site may use"), (r"C:\inetpub", "others use"),
        (r"C:\Users", "others use"),
        ("C:\\" + "x" * 150, "characters long"),
    ],
)  # fmt: skip
def test_folders_that_no_site_can_have(path: str, part: str) -> None:
    with pytest.raises(PydanticCustomError, match=part):
        windows.check_folder(path)


@pytest.mark.parametrize("path", [r"C:\inetpub\x%windir%y", "C:/sites/100%", r"C:\inetpub\%SystemDrive%"])
def test_no_content_is_where_iis_would_expand_a_variable(path: str) -> None:
    with pytest.raises(PydanticCustomError, match="has a %"):
        windows.check_content_folder(path)


def test_what_iis_does_not_read_may_have_a_percent_sign() -> None:
    assert windows.check_relative("wwwroot/a%20b") == r"wwwroot\a%20b"
    assert windows.check_path(r"D:\100%") == r"D:\100%"
    assert windows.check_share_or_folder(r"C:\keys\50%") == r"C:\keys\50%"
    assert windows.check_unc(r"\\files\drop\Shop%20Web") == r"\\files\drop\Shop%20Web"


@settings(deadline=None)
@given(st.text(max_size=20).map(lambda t: "C:\\" + t))
def test_a_folder_that_passes_is_clean(path: str) -> None:
    try:
        kept = windows.check_folder(path)
    except PydanticCustomError:
        return
    assert kept == windows.check_folder(kept)
    assert not kept.endswith((" ", ".", "\\"))
    assert not set(kept[2:]) & set('<>"|?*:')


@pytest.mark.parametrize("name", ["Shop", "Shop 2.0", "shop-api", "x" * 64, "ü"])
def test_pool_names(name: str) -> None:
    assert windows.check_pool_name(name) == name


@pytest.mark.parametrize("name", ["", "x" * 65, " a", "a ", "a\nb", *(f"a{c}b" for c in '|<>&"/[]+=;:,?*@\\')])
def test_pool_names_that_iis_refuses(name: str) -> None:
    with pytest.raises(PydanticCustomError):
        windows.check_pool_name(name)


@pytest.mark.parametrize("name", ["", "a/b", "a?b", "a\\b", " a"])
def test_site_names_that_iis_refuses(name: str) -> None:
    with pytest.raises(PydanticCustomError):
        windows.check_site_name(name)


@pytest.mark.parametrize("path", ["", "api", "/", "/api/", "//api", "/a/../b", "/a/./b", "/a b ", "/a?b", "/a\\b"])
def test_application_paths_that_iis_refuses(path: str) -> None:
    with pytest.raises(PydanticCustomError):
        windows.check_application_path(path)


@pytest.mark.parametrize("path", ["/api", "/v1/api", "/API.v2"])
def test_application_paths(path: str) -> None:
    assert windows.check_application_path(path) == path


@pytest.mark.parametrize("host", ["", "shop", "shop.example.com", "*.example.com", "xn--bcher-kva.example", "my_host"])
def test_binding_hosts(host: str) -> None:
    assert windows.check_binding_host(host) == host


@pytest.mark.parametrize("host", ["http://shop", "shop:80", "a b", "a..b", "-a", "shop/x", "bücher.example", "*"])
def test_binding_hosts_that_are_none(host: str) -> None:
    with pytest.raises(PydanticCustomError):
        windows.check_binding_host(host)
