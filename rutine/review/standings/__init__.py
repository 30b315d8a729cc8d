"""Who meets the requirements, by unit, and whom a changed course code concerns."""
