"""What a real engine needs to look like Windows: cmdlets, providers and ServerManager, on the model of Windows."""

import hashlib
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def fingerprint() -> str:
    """Changes with any C# source: the name under which the compiled assemblies are kept."""
    digest = hashlib.sha256()
    for file in sorted(FOLDER.glob("csharp/**/*.cs")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]
