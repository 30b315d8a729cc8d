"""The audit trail: written, searched, taken out, and told to those who act on what happened."""
