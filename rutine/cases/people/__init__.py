"""The people that cases are about: encrypted, found by keyed lookup, and protected."""
