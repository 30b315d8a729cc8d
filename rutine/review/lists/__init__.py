"""Lists of cases and rows: the queue, saved lists, giving cases away, matching by hand."""
