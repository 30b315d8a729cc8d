"""What the measurement of the review app is made of: a large store, a server, reviewers."""
