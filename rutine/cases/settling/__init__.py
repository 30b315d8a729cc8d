"""What the program settles by itself: once, carried on where something is left, and taken back."""
