"""Service records (tjenestebevis): positions of several sources as one list, and its document.

Pure: what is told goes in, rows, flags and a page come out. Title, size, unit and time, and nothing
about duties or how they were done: that is an *attest* (arbeidsmiljøloven § 15-15).
"""
