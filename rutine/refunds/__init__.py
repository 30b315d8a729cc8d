"""What is particular to refunds from NAV: controls of a report, causes of differences, ageing.

Pure: frames and values in, values out. The matching is handed in by the caller, so that
neither package knows the other.
"""
