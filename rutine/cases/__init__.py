"""The store: runs, reports, settlements, cases, decisions, people, users and the audit trail.

`Database` opens it; nearly all other modules are functions that take a session first. Reading and
writing are apart: a session of `Database.reading()` cannot write.

`tables` and `migrations` are what is stored. `reports` and `settling` know what NAV told and what
became of it; `lifecycle` makes cases of the rest, `lists` shows them, `deciding` takes people's
word. `books` are the postings. `people`, `sealing` and `accounts` are who is concerned, how that is
hidden, and who may look; `trail` is what everybody did.
"""
