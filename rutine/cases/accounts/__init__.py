"""Who signs in: accounts, passwords, second factors, sessions and identity providers."""
