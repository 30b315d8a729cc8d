"""A routine tried on files of its own, in an installation that is gone afterwards."""
