"""The commands with their help: what is typed, and which module does it."""
