"""Fails when a file under version control holds a secret, a registry's address or a path of one machine."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Written so that this file does not match itself.
_FORBIDDEN = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE[ ]KEY",
    "a token": r"\b(?:gh[pousr]_\w{30,}|sk-[\w-]{20,}|xox[abp]-[\w-]{9,}|AKIA[0-9A-Z]{16}|eyJ[\w-]{9,}\.eyJ[\w-]{9,})",
    "a password in an address": r"\b[a-z]+://[^\s/:@'\"{}<>$]+:(?!password@|PASSWORD@|secret@)[^\s/@'\"{}<>$]+@[\w.-]+",
    "a registry": r"--(?:extra-)?index-url[ =]|--trusted-host[ =]|(?:pypi|npm)\.[a-z-]+\.(?:local|internal|corp)",
    "a path of one machine": r"(?:/home/[a-z]\w*|/root|/Users/\w+|/work/[a-z]\w*)/",
}


def main() -> None:
    """Name each finding by file and line, never by its text."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = [finding for name in listed.split("\0") if name for finding in scan(ROOT / name)]
    sys.exit("\n".join(found) if found else 0)


def scan(path: Path) -> list[str]:
    """What one file holds that it must not."""
    if not path.is_file():
        return []
    try:
        lines = path.read_text().splitlines()
    except UnicodeDecodeError:
        return []
    return [
        f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}:{number}: {what}"
        for number, line in enumerate(lines, 1)
        for what, pattern in _FORBIDDEN.items()
        if re.search(pattern, line)
    ]


if __name__ == "__main__":
    main()
