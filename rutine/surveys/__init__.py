"""The respondents of a survey: whom a list must have, what is wrong with it, what it would become.

Pure: employees, positions and units in, findings out. No answer to a survey is known here, and
none is ever read. Source: 10-FAKTOR (10faktor.no): results are shown from three respondents up.
"""
