"""A new routine, from a few answers and sample files to everything that goes with one that runs."""
