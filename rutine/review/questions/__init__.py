"""Where employees ask: approved answers only."""
