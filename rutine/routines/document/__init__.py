"""The process document: what a routine file says, for people to read, sign and file."""
