"""One case on one screen: what differs, why, the proof, and what can be done about it."""
