"""The outside world: portals in a browser now, NAV's and Altinn's APIs later.

Only this package knows Playwright and HTTP. Every source gives a `FetchResult`, whether it
was a robot or an API that looked.
"""
