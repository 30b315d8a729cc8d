"""How a case begins, changes, comes back and closes as runs find out how things stand."""
