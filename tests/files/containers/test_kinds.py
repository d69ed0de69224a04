import pytest

from textclean.errors import OptionError
from textclean.files.containers.kinds import Kind, kind_named, kind_of


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("news/a.txt", Kind()),
        ("a", Kind()),
        ("dir.gz/a.md", Kind()),
        ("a.txt.gz", Kind("text", "gz")),
        ("A.JSONL.ZST", Kind("jsonl", "zst")),
        ("x.ndjson", Kind("jsonl")),
        ("b.csv.bz2", Kind("csv", "bz2")),
        ("b.tsv.xz", Kind("tsv", "xz")),
        ("c.parquet", Kind("parquet")),
        ("CC-1.warc.wet.gz", Kind("warc", "gz")),
        ("readme.gz", Kind("text", "gz")),
        (".gz", Kind()),
        (".jsonl", Kind()),
    ],
)
def test_kind_by_name(path: str, kind: Kind) -> None:
    assert kind_of(path) == kind


def test_kind_by_wish() -> None:
    assert kind_named("csv.zst") == Kind("csv", "zst")
    assert kind_named("text") == Kind()
    assert kind_named("wet") == Kind("warc")
    for wrong in ("xml", "csv.rar", ""):
        with pytest.raises(OptionError, match="is not one of text, jsonl"):
            kind_named(wrong)
