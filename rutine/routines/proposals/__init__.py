"""What can be learned from decisions: from decided cases to a change of a file, with its evidence.

Nothing here reads or writes a file, a store or a network: cases come in, proposals and texts come
out. `docs/decisions/0010-proposals.md` says which kinds there are, and why not others.
"""
