"""English: Altinn's refusals as (what it means, what to do), and each step of connecting."""

REASONS: dict[str, tuple[str, str]] = {
    "forbidden": (
        (
            "Altinn does not let us register the system. A right is missing, or the client "
            "belongs to another organisation number than the one we gave."
        ),
        (
            "Check that the client has the scopes listed above, and that --vendor is the number "
            "that owns the client. Scopes for the system register must be ordered from Digdir."
        ),
    ),
    "vendor_invalid": (
        "Altinn does not recognise the organisation number of whoever owns the system.",
        "Check --vendor: nine digits, the number of the municipality or the vendor.",
    ),
    "system_id_invalid": (
        "Altinn did not accept the name of our system.",
        "Check that --vendor is the number that owns the client at Maskinporten.",
    ),
    "system_id_taken": (
        "A system of this name exists already, and it is not ours.",
        "Check --vendor. If the number is right, contact Altinn (servicedesk@altinn.no).",
    ),
    "resource_unknown": (
        "Altinn does not know NAV's service for settlement reports in this environment.",
        (
            "Check --environment. If it is right, NAV may have renamed the service: tell those "
            "who maintain rutine."
        ),
    ),
    "package_unknown": (
        "Altinn does not know the access package we ask for, or it can't be delegated.",
        "Tell those who maintain rutine: Altinn may have renamed the package.",
    ),
    "client_taken": (
        "The client belongs to another system in Altinn already. It can belong to one only.",
        (
            "Make a client of its own for rutine in Samarbeidsportalen, and run the command again "
            "with --client-id."
        ),
    ),
    "system_unknown": (
        "Altinn does not find our system in the register.",
        "Run the command again: it registers the system first.",
    ),
    "request_unknown": (
        "Altinn does not find the request for a system user. It may have been deleted.",
        "Run the command again: it makes a new request.",
    ),
    "request_denied": (
        "The request for a system user was denied.",
        "Find out who denied it and why. Then run the command again with --again.",
    ),
    "request_rejected": (
        "A person at the employer said no to the request for a system user.",
        "Talk to whoever has the role Tilgangsstyrer. Then run the command again with --again.",
    ),
    "request_timed_out": (
        "The request for a system user ran out of time without an answer.",
        "Run the command again with --again, and ask a Tilgangsstyrer to approve it soon.",
    ),
    "altinn_refused": (
        "Altinn said no for a reason we do not know.",
        "Note the code below and contact Altinn (servicedesk@altinn.no).",
    ),
}

STEPS: dict[str, str] = {
    "key_made": "Key made: {path} (only you may read it). Back it up.",
    "key_there": "The key is there: {path}",
    "register": (
        "Register the client in Samarbeidsportalen (https://sjolvbetjening.samarbeid.digdir.no):\n"
        "  1. Make a client of the kind Maskinporten for organisation number {vendor}.\n"
        "  2. Add these scopes. Altinn's must be ordered from Digdir the first time:"
    ),
    "register_key": "  3. Put this public key on the client:",
    "register_after": (
        "  4. Note client id, key id (kid) and when the key expires, and run again:\n"
        "     rutine connect nav --client-id ID --key-id KID --key-expires YYYY-MM-DD"
    ),
    "ask_client": "Client id",
    "ask_key": "Key id (kid)",
    "saved": "The settings are saved in {path}",
    "token": "Maskinporten accepts the client and the key.",
    "system": "The system is registered in Altinn: {system}",
    "approve": "A person with the role Tilgangsstyrer at the employer must approve once:\n  {url}",
    "waiting": "Waiting for approval …",
    "not_yet": (
        "Not approved yet. Send the link to a Tilgangsstyrer, and run the same command again when "
        "that is done."
    ),
    "approved": "The system user is approved.",
    "proven": "NAV shows {number} reports for {employer}. Access is proven.",
    "unproven": "Access is not proven yet.",
    "employer": (
        "The employer was added in {path} with its number for a name. Correct the name, and fill "
        "in accounts and files."
    ),
    "done": "Done. Fetch with: rutine run nav_refunds --employer {employer}",
    "code": "Code",
}
