"""Build hook: what a wheel carries that no one should have to keep up to date by hand.

The boilerplate rules compiled into one file, which reads faster than many, and man pages made from the
commands' help, where `man`, pip and pipx look for them.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Generated(BuildHookInterface):
    """Writes textclean/data/rules.bin and the man pages, and takes them away again after the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files; an editable install reads the sources and needs none."""
        self.pages = TemporaryDirectory(prefix="textclean-man-")
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            from textclean import __version__
            from textclean.boilerplate.ruleset import COMPILED, write_compiled
            from textclean.cli.manual import man_pages
            from textclean.patterns import FILE

            write_compiled()
            write_patterns()
            pages = man_pages(__version__)
        finally:
            sys.path.remove(self.root)
        for path in (COMPILED, FILE):
            build_data["force_include"][str(path)] = path.relative_to(self.root).as_posix()
        for name, text in pages.items():
            page = Path(self.pages.name, name)
            page.write_text(text, encoding="utf-8")
            build_data["shared_data"][str(page)] = f"share/man/man1/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leave the source tree as it was."""
        self.pages.cleanup()
        for name in ("rules.bin", "patterns.bin"):
            (Path(self.root) / "textclean" / "data" / name).unlink(missing_ok=True)


def write_patterns() -> None:
    """Write the compiled form of the patterns that an article takes, for the Python that builds."""
    from textclean import patterns
    from textclean.boilerplate.ruleset import shipped_rules
    from textclean.pipeline import build_stages
    from textclean.settings import Options

    build_stages(Options())  # imports them all
    for rule in shipped_rules():
        for pattern in (rule.pattern, *rule.needs, rule.unless):
            patterns.compile_pattern(pattern or "")
    patterns.save(least=1)
