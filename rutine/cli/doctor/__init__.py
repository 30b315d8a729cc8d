"""`rutine doctor`: what is in place, what is missing, and what to do about each."""
