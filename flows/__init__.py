"""One routine per file, in the order of its written procedure."""
