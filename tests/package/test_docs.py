import re

from tests.package.conftest import ROOT

_CODE = re.compile(r'Finding\(\s*(?:"\w+"|"\w+" if \w+ else "\w+"),\s*"([a-z0-9-]+)"|"([a-z-]+-malformed)"')


def test_every_code_has_its_row() -> None:
    sources = (path.read_text() for path in (ROOT / "iisfleet" / "package").rglob("*.py"))
    codes = {one or other for source in sources for one, other in _CODE.findall(source)}
    document = (ROOT / "docs" / "package-checks.md").read_text()

    assert len(codes) > 25
    assert [code for code in sorted(codes) if f"`{code}`" not in document] == []
