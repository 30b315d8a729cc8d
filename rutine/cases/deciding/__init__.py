"""What people decide: checked, agreed to by a second person, taken back, matched by hand."""
