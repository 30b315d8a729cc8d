"""Routine files in the app: read, edited, simulated, proposed, and what they gain."""
