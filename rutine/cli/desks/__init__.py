"""What the review app asks of those who may read routine files, originals and the scheduler."""
