"""English: benefits, and decisions as (name, what follows)."""

BENEFITS: dict[str, str] = {
    "1": "Parental benefit, adoption",
    "2": "Parental benefit, birth",
    "3": "Pregnancy benefit",
    "4": "Sickness benefit",
    "5": "Insurance in the employer period",
    "6": "Sickness benefit, chronic illness",
    "7": "Sickness benefit, pregnancy",
    "8": "Travel grant",
    "9": "Care benefit",
    "A": "Deduction or repayment",
    "E": "Holiday pay on parental benefit, adoption",
    "F": "Holiday pay on parental benefit, birth",
    "G": "Holiday pay on pregnancy benefit",
    "H": "Holiday pay on sickness benefit",
    "I": "Holiday pay, insurance in the employer period",
    "J": "Holiday pay on sickness benefit, chronic illness",
    "K": "Holiday pay on sickness benefit, pregnancy",
    "M": "Holiday pay on care, training and attendance benefit",
    "Y": "Training benefit",
    "Z": "Attendance benefit",
}

UNKNOWN_BENEFIT = "Unknown benefit, code {code}"

ACTIONS: dict[str, tuple[str, str]] = {
    "settle_as_claimed": (
        "Settle as claimed",
        "Claim and payment belong together and close each other.",
    ),
    "accept_paid": (
        "Accept what NAV paid",
        "The claim is closed with the amount NAV paid. The difference is not followed up.",
    ),
    "change_claim": (
        "Change the claim",
        "The mistake is ours. Payroll corrects the claim, and the next run tries again.",
    ),
    "send_to_nav": (
        "Take it up with NAV",
        "The case is put on hold until NAV has answered.",
    ),
    "write_off": (
        "Write off as a loss",
        "The claim is closed without payment and booked as a loss.",
    ),
    "wrong_person_or_unit": (
        "Wrong person or unit",
        "Line and claim do not belong together. They are parted and tried one by one.",
    ),
    "cannot_determine": (
        "Can't be determined now",
        "The case is put on hold. Say what is missing, so the next person need not search.",
    ),
    "fetch_again": (
        "Fetch again",
        "The robot fetches the report again in the next run.",
    ),
    "acknowledge": (
        "Checked and in order",
        "You have checked it, and nothing more is to be done.",
    ),
}
