"""What a person can ask of the store: to be told everything (GDPR art. 15), and to be erased."""
