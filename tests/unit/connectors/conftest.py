"""Lines of settlement reports for people who do not exist (month + 80)."""

from collections.abc import Callable

import pytest

EMPLOYER = "310000019"
ACCOUNT = "15030100015"


@pytest.fixture(scope="session")
def line() -> Callable[..., bytes]:
    def write(
        ore: int = 131_352,
        *,
        unit: str = "8020",
        employer: str = EMPLOYER,
        account: str = ACCOUNT,
    ) -> bytes:
        sign = "-" if ore < 0 else " "
        return (
            f"{unit};{employer};310000027;6;01819010001;20260801;{account};{'ØVING ÅSE':25};"
            f"20260831;{abs(ore):010d}{sign};0000000000 ;20270301\r\n"
        ).encode("latin-1")

    return write
