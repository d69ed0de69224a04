"""`python -m tests.fuzz clean_bytes -max_total_time=1800`: one target under atheris, seeds included.

The corpus grows in a folder named after the target below the current one, or in TEXTCLEAN_CORPUS; other
arguments are libFuzzer's.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["textclean"]):
    import textclean

    for module in pkgutil.walk_packages(textclean.__path__, "textclean."):
        if not module.name.endswith("__main__") and ".recipes" not in module.name:
            importlib.import_module(module.name)
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """Hand the chosen target to atheris."""
    name = sys.argv[1]
    corpus = Path(os.environ.get("TEXTCLEAN_CORPUS", "corpus"), name)
    corpus.mkdir(parents=True, exist_ok=True)
    seeds = Path(__file__).parent / "seeds" / name
    atheris.Setup([sys.argv[0], *sys.argv[2:], str(corpus), str(seeds)], TARGETS[name])
    atheris.Fuzz()


main()
