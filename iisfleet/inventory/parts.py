"""What the models have in common."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, WithJsonSchema

from iisfleet.inventory.faults import rule
from iisfleet.inventory.windows import check_content_folder, check_folder


class Part(BaseModel):
    """A frozen piece of the inventory that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def _below_inventory(path: Path, info: ValidationInfo) -> Path:
    """Paths are relative to the inventory file."""
    if str(path) in ("", "."):
        raise rule("is an empty path")
    folder = (info.context or {}).get("folder")
    path = path.expanduser() if str(path).startswith("~") else path
    return folder / path if folder else path


def _true_false_or_path(value: Any) -> Any:
    if isinstance(value, bool | Path):
        return value
    if isinstance(value, str) and value:
        return Path(value)
    raise rule("expects true, false or the path of a file with certificates")


def _many(value: Any) -> Any:
    """One value stands for a list of one."""
    return value if isinstance(value, list | tuple) else (value,)


def _check_sha256(text: str) -> str:
    """Says what is wrong with it: a hash is pasted, and comes with too much, too little or as another kind."""
    if len(text) != 64:
        raise rule(f"is not a SHA-256: expects 64 hexadecimal digits, found {len(text)} characters", _SHA256_HINT)
    wrong = "".join(dict.fromkeys(c for c in text if c not in "0123456789abcdefABCDEF"))
    if wrong:
        raise rule(f"is not a SHA-256: expects 64 hexadecimal digits, found {wrong[:10]!a} among them", _SHA256_HINT)
    return text.lower()


_SHA256_HINT = "sha256sum FILE, or certutil -hashfile FILE SHA256, prints it"
_SHA256_SCHEMA = {"type": "string", "pattern": "^[0-9A-Fa-f]{64}$"}


Whole = Annotated[int, Field(strict=True)]
Seconds = Annotated[int, Field(strict=True, ge=1, le=86400)]
TIME_OF_DAY = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
TimeOfDay = Annotated[str, Field(pattern=TIME_OF_DAY)]
Sha256 = Annotated[str, AfterValidator(_check_sha256), WithJsonSchema(_SHA256_SCHEMA)]
LocalPath = Annotated[Path, AfterValidator(_below_inventory)]
Folder = Annotated[str, AfterValidator(check_folder)]
ContentFolder = Annotated[str, AfterValidator(check_content_folder)]
OneOrMany = BeforeValidator(_many)
TrueFalseOrPath = BeforeValidator(_true_false_or_path)
below_inventory = AfterValidator(lambda v, info: _below_inventory(v, info) if isinstance(v, Path) else v)
