"""What `rutine doctor` looks at of notices: the mail server and the webhook, without a message."""

from __future__ import annotations

from rutine.cli.doctor.examination import Finding, Health
from rutine.cli.watching.notify import mail_server
from rutine.connectors.mail import greet
from rutine.connectors.undelivered import Undelivered
from rutine.connectors.webhook import reach
from rutine.settings import Settings


def examine_notices(settings: Settings) -> list[Finding]:
    """One finding each for the mail server and the webhook."""
    notices, findings = settings.notices, []
    server = mail_server(notices)
    if server is not None:
        try:
            greet(server)
        except Undelivered as error:
            findings.append(Finding("Mail server", Health.BAD, error.message, error.remedy))
        else:
            guarded = {"none": "on this machine"}.get(server.guard, f"over {server.guard}")
            found = f"{server.host}:{server.port} answers {guarded}"
            findings.append(Finding("Mail server", Health.GOOD, found))
    if notices.webhook is not None:
        try:
            reach(notices.webhook.get_secret_value())
        except Undelivered as error:
            findings.append(Finding("Webhook", Health.REMARK, error.message, error.remedy))
        else:
            findings.append(Finding("Webhook", Health.GOOD, "its server answers"))
    return findings or [
        Finding(
            "Notices",
            Health.REMARK,
            "neither a mail server nor a webhook is set: nobody is told of what waits",
            "Write host and sender, or webhook, under [notices] in rutine.toml.",
        )
    ]
