"""The reviewers' web app: sign in, see why a case is a case, decide it, account for it.

Made by `create_app`, served by `serve`. It knows the store and the formats, and nothing of
how cases are made.

`routes` is every address with its rule. Each page stands in the room of what it is about: `lists`,
one `case`, `operation`, `modelling`, `standings`, `calendars`, `questions`, `oversight`,
`accounts`. `guards` is what every request passes first.
"""

from rutine.review.app import create_app
from rutine.review.serving import ReviewServer, serve

__all__ = ["ReviewServer", "create_app", "serve"]
