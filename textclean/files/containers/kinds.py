"""Which container a file is: by its name, `corpus.jsonl.gz`, or by what the user calls it with `--type`."""

from __future__ import annotations

from typing import NamedTuple

from textclean.errors import OptionError

COMPRESSIONS = ("gz", "bz2", "xz", "zst")
_FORMATS = {
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "csv": "csv",
    "tsv": "tsv",
    "tab": "tsv",
    "parquet": "parquet",
    "wet": "warc",
    "warc": "warc",
}
NAMES = ("text", "jsonl", "csv", "tsv", "parquet", "warc")


class Kind(NamedTuple):
    """How a file is read and written."""

    format: str = "text"
    """`text`, or one of the formats that hold records."""
    compression: str = ""
    """One of COMPRESSIONS, or none."""

    @property
    def plain(self) -> bool:
        """Whether the file is a text as it stands."""
        return self == Kind()

    @property
    def holds_records(self) -> bool:
        """Whether the file holds many texts."""
        return self.format != "text"


def kind_of(path: str) -> Kind:
    """The kind of a file by its name; what has no known suffix is a text."""
    name = path.rpartition("/")[2].lower()
    stem, _, suffix = name.rpartition(".")
    compression = ""
    if suffix in COMPRESSIONS and stem:
        compression, suffix = suffix, stem.rpartition(".")[2] if "." in stem else ""
    elif not stem:
        suffix = ""
    return Kind(_FORMATS.get(suffix, "text"), compression)


def kind_named(name: str) -> Kind:
    """The kind that the user names, such as `jsonl` or `csv.zst`; OptionError for what there is not."""
    base, _, compression = name.lower().strip(".").partition(".")
    wanted = "text" if base in ("text", "txt") else _FORMATS.get(base, "")
    if not wanted or compression not in ("", *COMPRESSIONS):
        raise OptionError(
            f"type: {name!r} is not one of {', '.join(NAMES)}, alone or with .{', .'.join(COMPRESSIONS)}"
        )
    return Kind(wanted, compression)
