"""What NAV paid before, held against holiday pay, recoveries and corrections.

Such lines have no claim: what they concern stands in earlier reports. Nothing here settles
anything; it finds and explains, and a person decides.
"""
