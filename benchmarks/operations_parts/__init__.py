"""What the measurement of daily operation is made of: employers, ways to work, side by side."""
