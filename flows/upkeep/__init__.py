"""What keeps the routines going, and settles nothing itself: tells people, sounds alarms."""
