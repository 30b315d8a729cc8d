"""Two primitives behind every routine that is not a settlement: obligation and cover.

**Obligation**: does this subject hold, in time, what this requirement asks for? `reference`
answers for one subject and one requirement, and defines the answer; `engine` gives the same for
all of them at once; `explanation` tells of one answer how it came about; `transitions` tells
what became of the cases since the last time.

**Cover** (`obligations.cover`): are enough people with a competence that is valid that day at
work, quarter of an hour by quarter of an hour?

Pure: no files, no network, no database. The models are told in `docs/explanation/obligations.md`
and `docs/explanation/cover.md`.
"""
