"""Files in, records out: each file is read by a format file that says what its fields mean.

`yaml_source` reads the format files, `format_file` is their model, `reading.read` turns bytes
into a frame of canonical records plus row errors, `camt.read_camt` does the same for a bank
statement, and `sentences` says a row error in plain words.
"""
