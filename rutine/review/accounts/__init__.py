"""Signing in, by a local account or a provider, and a person's own account."""
