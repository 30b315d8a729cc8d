"""Made-up respondents with known truth."""
