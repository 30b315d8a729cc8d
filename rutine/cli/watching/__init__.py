"""What an operator asks or is told: figures, notices, and the way to NAV."""
