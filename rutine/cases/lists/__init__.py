"""Cases as people read them: queue, one case, deadlines, saved lists, and whose they are."""
