"""English: reasons as (title, meaning, what to do), benefits, decisions as (name, what follows)."""

REASONS: dict[str, tuple[str, str, str]] = {
    "D00": (
        "The difference is not explained",
        (
            "Claim and payment concern the same person, unit and benefit, but the amounts "
            "differ. Rutine looked for the known causes and found none that it can prove."
        ),
        (
            "Compare the dates and days side by side. Check grade, holiday and employer period "
            "in the payroll system. If the mistake is ours, choose to change the claim. If you "
            "think NAV is wrong, take it up with NAV."
        ),
    ),
    "D01": (
        "Claim and payment agree",
        "NAV has paid what you claimed, for the same days.",
        "Nothing needs to be done. The case can be settled.",
    ),
    "D14": (
        "NAV has not paid the claim yet",
        "The claim is sent, but the reports fetched so far hold no payment for the period.",
        (
            "If the claim is new, wait: NAV may be within its usual handling time. If it is old, "
            "check that the income report was received, and ask the employee whether the "
            "application was sent. Then contact NAV."
        ),
    ),
    "D22": (
        "Paid to another unit than the claim",
        "The person is known and has a claim, but NAV paid on another sub-unit.",
        (
            "Find out where the person worked in the period. After a move between units, one "
            "income report is due for each unit. If our claim has the wrong unit, change the "
            "claim."
        ),
    ),
    "D23": (
        "The sub-unit is not in our list",
        (
            "NAV has paid to a sub-unit that is not one of the employer's own. It may be new, "
            "closed or moved."
        ),
        (
            "Look the unit up in the employer register (Aa-registeret). If it is ours, ask "
            "whoever keeps the settings to add it. If not, contact NAV."
        ),
    ),
    "D25": (
        "Payment without a claim",
        (
            "NAV has paid a refund for a person, but there is no open claim for this person, "
            "unit and benefit in the period."
        ),
        (
            "Check whether the claim is missing in the payroll system. The person may have left, "
            "or the money may belong to another employer. If the claim is missing, register it; "
            "if the money is not ours, contact NAV."
        ),
    ),
    "D27": (
        "Correction of an earlier period",
        (
            "NAV has calculated an earlier period again. The amount is the difference between "
            "what was paid before and what is right now, or a minus and a new plus."
        ),
        (
            "Find the earlier payment for the same person and benefit. If old and new together "
            "agree with the right claim, accept the amount. Otherwise the claim must be opened "
            "and corrected."
        ),
    ),
    "D28": (
        "NAV has taken money back",
        (
            "The line is a deduction: NAV recovers something paid too much before, and the "
            "report does not show what it concerns."
        ),
        (
            "Find NAV's letter about the recovery. Book the deduction on the right person. If "
            "you disagree, a complaint is due within six weeks of receiving the letter."
        ),
    ),
    "D30": (
        "The same report was received twice",
        (
            "The report has been read already. The second copy is archived and was not read "
            "again, so nothing is booked twice."
        ),
        "Nothing needs to be done but to confirm that you have seen it.",
    ),
    "D35": (
        "Refund of holiday pay",
        (
            "Once a year NAV pays holiday pay on last year's benefits, with the period 1 to 31 "
            "May. The report does not say which days of absence the amount is based on."
        ),
        (
            "Check the amount against the holiday pay you have set aside for the person in the "
            "earning year. If it agrees, accept the amount."
        ),
    ),
    "D36": (
        "Unknown account number",
        (
            "The report concerns a bank account that is not registered as the employer's. It may "
            "be a new account, a mistake, or attempted fraud."
        ),
        (
            "The report is stopped and nothing in it is booked. Two people must confirm the "
            "account: check it with accounting and with the bank, not with anything in the "
            "report."
        ),
    ),
    "D37": (
        "The total does not agree with the bank",
        (
            "The sum of the report's lines is not the amount NAV states, or not the amount that "
            "reached the account."
        ),
        (
            "The report is stopped and nothing in it is booked. Check the credit on the bank "
            "statement. Fetch the report again if the file may be incomplete."
        ),
    ),
    "D38": (
        "A report is missing, or access is in doubt",
        (
            "The robot could not prove that there are no new reports. At NAV, “no access” and "
            "“nothing new” look alike."
        ),
        (
            "Check that the access package in Altinn is still valid, and look for the report on "
            "NAV's page yourself. If it is there, fetch again. If the money came but no report "
            "by the 15th, contact NAV."
        ),
    ),
    "D40": (
        "The file is damaged",
        (
            "The file has a wrong width, control digit or encoding, or is cut short. NAV checks "
            "these before it makes a report, so the damage happened on the way."
        ),
        "Nothing in the file is booked. Fetch the report again. Do not open and save it in Excel.",
    ),
    "D42": (
        "Unexpected benefit code",
        (
            "The line has a benefit code that rutine does not know, or for which a municipality "
            "normally gets no refund."
        ),
        (
            "Find out from the report's PDF what the payment concerns. Book it where it belongs, "
            "or contact NAV."
        ),
    ),
    "D43": (
        "NAV has paid more than the claim",
        "NAV has paid more than you claimed for the same days.",
        (
            "If the claim is too low, change the claim. If NAV has paid too much, expect a "
            "deduction in a later report: the money is not yours."
        ),
    ),
}

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
}
