"""Cover: are enough people with a competence that is valid that day at work?

`checking.check` goes through a rota, rule by rule and window by window; `reference` does the
same quarter of an hour by quarter of an hour and by trying every way to place people, and
defines the answer. `free_people` lists who could step in. Nothing here writes to a rota.

The model is told in `docs/explanation/cover.md`.
"""
