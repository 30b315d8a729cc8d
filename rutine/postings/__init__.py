"""What settlements and decisions mean in the books: entries of lines that balance to the øre.

Pure: accounts and amounts in, lines out. `rutine.cases` stores them, `rutine.steps` writes
them to files. Why these accounts: docs/decisions/0005-postings.md.
"""
