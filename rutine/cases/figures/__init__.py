"""How it goes, in figures and plain lines of nobody: gains, trends, runs and what stands still."""
