"""Containers: files that hold many texts, or one in a compressed form.

    kinds        which container a file is, by its name or by `--type`
    compressed   .gz .bz2 .xz .zst, read up to a limit and written in kind
    records      a stream of records through a cleaner: `clean_stream`
    jsonl, delimited, warc, parquet
                 where the texts stand in each, and how one is put back without touching its neighbours
    proof        what was written, read back before it replaces anything

Whatever is not a text to be cleaned goes through byte for byte: other fields, broken records, blank lines,
line ends. Memory is bounded by a batch of records (Parquet: a row group), never by the file.
"""
