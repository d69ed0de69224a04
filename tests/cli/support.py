"""Running the command as people do: in a process of its own, with real pipes."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def environment(**extra: str) -> dict[str, str]:
    """The tests' environment with this source tree first, and a state folder of its own where given."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **extra}


def run(
    *args: str | bytes, data: bytes = b"", cwd: Path | None = None, **extra: str
) -> subprocess.CompletedProcess[bytes]:
    """Run `textclean` with `data` on standard input, and wait for it."""
    command = [sys.executable, "-m", "textclean", *args]
    return subprocess.run(
        command, input=data, cwd=cwd, env=environment(**extra), capture_output=True, check=False, timeout=60
    )


LEGACY = "Das Café schließt – “früh”.\n".encode("cp1252")
"""Bytes that change whatever stages run: they are not UTF-8."""
RIGHT = b"Plain and right.\n"


def legacy(clean: bool = False) -> bytes:
    """Legacy bytes, or what cleaning without any stage makes of them."""
    return LEGACY.decode("cp1252").encode() if clean else LEGACY
