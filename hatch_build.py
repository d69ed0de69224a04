"""Build hook: wheels carry the boilerplate rules compiled into one file, which reads faster than many."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileRules(BuildHookInterface):
    """Writes textclean/data/rules.json for the wheel and takes it away again after the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the rules; an editable install reads the sources and needs no file."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            from textclean.boilerplate.ruleset import COMPILED, write_compiled

            write_compiled()
        finally:
            sys.path.remove(self.root)
        build_data["force_include"][str(COMPILED)] = COMPILED.relative_to(self.root).as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leave the source tree as it was."""
        (Path(self.root) / "textclean" / "data" / "rules.json").unlink(missing_ok=True)
