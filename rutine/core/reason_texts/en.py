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
    "accept_part": (
        "Accept as part payment",
        "What NAV has paid is settled. The rest of the claim stays open and waits for NAV.",
    ),
    "change_claim": (
        "Change the claim",
        "The mistake is ours. Payroll corrects the claim, and the case waits until it is done.",
    ),
    "send_to_nav": (
        "Take it up with NAV",
        "The case is put on hold until NAV has answered.",
    ),
    "wait_until": (
        "Wait until a date",
        "The case leaves the list until the date you choose, and then comes back by itself.",
    ),
    "write_off": (
        "Write off as a loss",
        "What is not paid of the claim is booked as a loss.",
    ),
    "wrong_person_or_unit": (
        "Wrong person or unit",
        "Line and claim are parted. The claim is tried again; the payment waits for NAV.",
    ),
    "cannot_determine": (
        "Can't be determined now",
        "The case is put on hold. Say what is missing. Only a person can settle it later.",
    ),
    "fetch_again": (
        "Fetch again",
        "The robot fetches the report again in the next run. If that fails, the case comes back.",
    ),
    "acknowledge": (
        "Checked and in order",
        "You have checked it, and nothing more is to be done.",
    ),
    "handled": (
        "Seen to",
        (
            "Somebody has taken it up. The case waits, closes when the evidence comes, and is "
            "otherwise back on the day you choose (14 days if you don't)."
        ),
    ),
    "exempt": (
        "Exempt",
        (
            "The requirement does not apply to the person until the day you choose, for a "
            "reason that the routine file knows. After it the case is back."
        ),
    ),
    "not_relevant": (
        "Not relevant",
        "The rule does not fit here. The case comes back only if what is known changes.",
    ),
    "belongs_together": (
        "Belong together",
        "The rows are taken to be settled with each other.",
    ),
    "give_offer": (
        "Assessed: qualified, make an offer",
        (
            "The person is qualified and is to have an offer. Say what you build on. The case "
            "waits, closes when the offer is in the list, and is otherwise back on the day you "
            "choose (14 days if you don't)."
        ),
    ),
    "no_offer": (
        "Assessed: no offer",
        (
            "The person is not qualified for the vacancy, or somebody else with a right got it. "
            "Say why: the reason is the documentation. The case comes back only if what is known "
            "changes."
        ),
    ),
    "correct_list": (
        "Correct the list as suggested",
        "The list is delivered as the case suggests, from the next run. No register is changed.",
    ),
    "approve_answer": (
        "Approve the answer",
        (
            "Employees are shown this very text until it expires or is changed. "
            "A changed text is approved anew."
        ),
    ),
    "sign": (
        "Sign",
        (
            "The draft is right. "
            "It is issued in your name, and the PDF is made and archived. It can't be undone."
        ),
    ),
    "match_by_hand": (
        "Match by hand",
        "The picked lines and claims are settled against each other.",
    ),
}
