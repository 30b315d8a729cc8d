"""What `rutine check` finds: what a file says that it may not, and what it means that can't be."""
