"""What stands before every page: the door, proxies, forgery, pace, and failures told in words."""
