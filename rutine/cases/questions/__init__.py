"""The set of answers in the store: entered by a run, found by what employees ask."""
