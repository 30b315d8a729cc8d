"""The same browser as the review app's tests use."""

from tests.browser.review.conftest import chromium

__all__ = ["chromium"]
