"""Scale: the same cleaning on Arrow batches, on shards of a corpus, and on the engines that clusters run.

textclean brings no cluster of its own. `clean_batch` is one pure function that Ray, Spark, Polars, DuckDB,
Dask and Hugging Face datasets call; whoever has only shards and machines takes `textclean batch`.
"""

from textclean.scale.batch import clean_array, clean_batch

__all__ = ["clean_array", "clean_batch"]
