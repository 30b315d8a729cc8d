"""Settlement reports: their bytes, their ledger, their lines, and files that were not whole."""
