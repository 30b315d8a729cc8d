"""What NAV should pay: the expected refund, day by day, and why a payment differs from it.

Pure rules: the dated tables come in as data, nothing here reads a file or a clock. Start with
`asking.expected`; `sickness` is the order of the rules for the most common benefit.
"""
