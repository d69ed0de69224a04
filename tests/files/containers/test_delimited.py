import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.files.containers.support import cleaned
from tests.support import cases
from textclean.errors import ContainerError


def test_only_the_wanted_cell_is_written_anew() -> None:
    table = b'id,text,"k"\r\n1,fair,"a ""b"""\r\n"2" ,"foul, or\r\nnot",x\r\n\r\n3,STAYS,\n'
    data, counts, said = cleaned(table, "csv")
    assert data == table.replace(b"fair", b"FAIR").replace(b"foul, or\r\nnot", b"FOUL, OR\r\nNOT")
    assert (counts.records, counts.changed, said) == (3, 2, [])


@pytest.mark.parametrize("delimiter", [b",", b";", b"\t", b"|"])
def test_the_delimiter_is_the_one_that_gives_the_columns(delimiter: bytes) -> None:
    table = b"id,x;text\n1,2;a\n".replace(b";", delimiter) if delimiter != b"," else b"id,text\n1,a\n"
    assert cleaned(table, "csv")[0].endswith(b"A\n")


def test_a_cell_is_quoted_only_where_it_must_be() -> None:
    def add(mark: str) -> bytes:
        return cleaned(b"text,k\na,b\n", "csv", lambda texts: ["a" + mark for _ in texts])[0]

    assert add("'") == b"text,k\na',b\n"
    assert add('"') == b'text,k\n"a""",b\n'
    assert add(",") == b'text,k\n"a,",b\n'
    assert add("\n") == b'text,k\n"a\n",b\n'


def test_marks_in_tsv_mean_themselves_as_its_readers_have_it() -> None:
    assert cleaned(b'k\ttext\n1\tsaid "so"\n', "tsv")[0] == b'k\ttext\n1\tSAID "SO"\n'
    bare = b'k\ttext\n1\t"so" he said\n2\t"open\n3\tx\n'
    assert cleaned(bare, "tsv")[0] == b'k\ttext\n1\t"SO" HE SAID\n2\t"OPEN\n3\tX\n'
    assert cleaned(b'k\ttext\n1\t"two\nlines"\n', "tsv")[0] == b'k\ttext\n1\t"TWO\nLINES"\n'


def test_broken_rows_are_kept_and_named_and_the_rest_goes_on() -> None:
    table = b'id,text\n1,a\n2,b,c\n3\n4,"open\n5,d\n6,"x" y\n7,\xff\n8,caf\xc3\xa9'
    data, counts, said = cleaned(table, "csv")
    assert data == b'id,text\n1,A\n2,b,c\n3\n4,"open\n5,D\n6,"x" y\n7,\xff\n8,CAF\xc3\x89'
    assert said == [
        "line 3: 3 columns instead of 2",
        "line 4: 1 column instead of 2",
        "line 5: a quotation mark is opened and not closed",
        "line 7: the quotation marks of column 'text' do not pair",
        "line 8: column 'text' is not UTF-8",
    ]
    assert (counts.records, counts.broken) == (8, 5)


def test_rows_that_an_open_mark_swallowed_come_back() -> None:
    table = b'id,text\n1,"open\n2,a\n3,"b"\n4,c\n'
    data, _, said = cleaned(table, "csv")
    assert data == b'id,text\n1,"open\n2,A\n3,"B"\n4,C\n'
    assert [line.partition(":")[0] for line in said] == ["line 2"]


def test_a_missing_column_is_named_with_those_there_are() -> None:
    with pytest.raises(ContainerError, match="no column 'text'; there are id, body, url; name one"):
        cleaned(b"id,body,url\n1,a,b\n", "csv")
    with pytest.raises(ContainerError, match="several columns 'text'"):
        cleaned(b"text,text\n1,a\n", "csv")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize(
    ("told", "kind"), [(b"sep=;\r\n", "csv"), (b'"sep=;"\n', "csv"), (b"sep=;\n", "tsv"), (b"sep=^\n", "csv")]
)
def test_excels_line_says_what_parts_the_columns(told: bytes, mark: bytes, kind: str) -> None:
    part = told.strip()[-2:].strip(b'"')[-1:]
    table = mark + told + b"id;text\n1;a, b\n2;stays;c\n".replace(b";", part)
    data, counts, said = cleaned(table, kind)
    assert data == table.replace(b"a, b", b"A, B")
    assert (counts.records, counts.changed, said) == (2, 1, ["line 4: 3 columns instead of 2"])


def test_excels_line_alone_and_a_column_of_that_name() -> None:
    for table in (b"sep=;", b"\xef\xbb\xbfsep=;\r\n"):
        assert cleaned(table, "csv")[0] == table
    with pytest.raises(ContainerError, match="no column 'text'; there are id,text, x; name one"):
        cleaned(b"sep=;\nid,text;x\n1,a;b\n", "csv")
    assert cleaned(b"sep=;,text\n1,a\n", "csv")[0] == b"sep=;,text\n1,A\n"


@pytest.mark.parametrize(
    "table",
    [
        b"id,text\r1,a\r2,b\r",
        b"text,id\ra,1\r",
        b"text\ra",
        b'"id","text"\r"1","a"\r',
        b'id,text\r1,"a\rb"\r2,"c\r',
    ],
)
def test_lines_that_end_in_cr_alone_are_no_lines(table: bytes) -> None:
    with pytest.raises(ContainerError, match="its lines end in CR alone"):
        cleaned(table, "csv")


def test_cr_within_a_name_in_quotation_marks_and_before_the_line_end_is_none() -> None:
    for table in (b'"a\rb",text\n1,a\n', b'"a\r\nb",text\r\n1,a\n', b"id,text\r\r\n1,a\n", b"id,text\r"):
        assert cleaned(table, "csv")[0] == table.replace(b",a\n", b",A\n")


def test_an_empty_file_and_a_heading_alone_are_as_they_were() -> None:
    for table in (b"", b"\n", b"text", b"\xef\xbb\xbftext,k\r\n"):
        assert cleaned(table, "csv")[0] == table


def test_legacy_cells_keep_their_encoding() -> None:
    table = "text;k\ncafé;ö\n".encode("cp1252")
    assert cleaned(table, "csv", encoding="cp1252")[0] == "text;k\nCAFÉ;ö\n".encode("cp1252")
    with pytest.raises(ContainerError, match="convert the file to UTF-8 first"):
        cleaned(table, "csv", encoding="cp037")


CELLS = st.text(st.sampled_from('ab",;\t\n\r é“'), max_size=6)


@cases(500)
@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5), st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
)
def test_python_reads_what_it_wrote_with_only_the_text_changed(
    rows: list[tuple[str, str, str]], quoting: int
) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows([("id", "text", "k"), *rows])
    data, counts, said = cleaned(file.getvalue().encode(), "csv")
    read = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert read[1:] == [[one, text.upper(), other] for one, text, other in rows]
    assert (counts.records, said) == (len(rows), [])


@cases(500)
@given(st.text(st.sampled_from('ab",\n\r'), max_size=40))
def test_nothing_is_lost_whatever_the_rows(rows: str) -> None:
    data = f"id,text\n{rows}".encode()
    assert cleaned(data, "csv", lambda texts: [text.text for text in texts])[0] == data
    data = data.replace(b",", b"\t")
    assert cleaned(data, "tsv", lambda texts: [text.text for text in texts])[0] == data
