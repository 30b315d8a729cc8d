"""Running a routine now, fetched or from files at hand, and what a run leaves to a person."""
