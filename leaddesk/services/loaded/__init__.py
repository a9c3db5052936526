"""A whole result held compactly: loaded, sorted, narrowed, filtered and counted.

`loaded_result` is what others use, `load_all` fills it. `loaded_table` and what it uses need polars and zstandard,
which take 0.1 s to import: this is done on the worker thread when the first rows come.
"""
