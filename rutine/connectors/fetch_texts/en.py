"""English: reasons as (what it means, what to do), refused files, progress."""

REASONS: dict[str, tuple[str, str]] = {
    "sign_in_failed": (
        "The robot did not get in: signing in was not completed.",
        "Sign in yourself and see whether ID-porten works. Then start the fetch again.",
    ),
    "session_ended": (
        "The session at NAV ended before everything was fetched. What was fetched is kept.",
        "Start the fetch again. Only what is missing will be fetched.",
    ),
    "person_needed": (
        "Nobody has fetched reports for the period: a person who signs in is needed.",
        "Run `rutine fetch --with-me`, sign in in the window, and then run the routine again.",
    ),
    "portal_unreachable": (
        "NAV's page does not answer.",
        "Check the network connection, and try again later.",
    ),
    "browser_stopped": (
        "The browser stopped on the way. What was fetched is kept.",
        "Start the fetch again. If it happens again, run `rutine doctor`.",
    ),
    "page_slow": (
        "NAV's page did not finish loading in time.",
        "Try again later. If it happens often, raise the waiting time in the settings.",
    ),
    "page_changed": (
        "NAV's page looks different from what the robot knows. It does not guess.",
        "Fetch the report by hand this time, and tell IT: the texts must be updated.",
    ),
    "folder_unreachable": (
        "The folder for reports is gone or can't be read.",
        "Tell IT: the share may not be mounted, or the rights have changed.",
    ),
    "folder_read_only": (
        "The robot can't move files in the folder for reports. Nothing was fetched.",
        "Tell IT: the user that runs rutine must be able to write in the folder.",
    ),
    "system_user_missing": (
        (
            "Maskinporten finds no approved system user for the employer (MP-303). It may be "
            "deleted, not approved yet, or lack our client."
        ),
        (
            "See in Altinn, under system users, whether it is approved: "
            "https://am.ui.altinn.no/accessmanagement/ui/systemuser/overview. Then run `rutine "
            "connect nav`; it says what is missing."
        ),
    ),
    "key_expired": (
        "Our key has expired at Maskinporten. Nothing was fetched.",
        (
            "IT makes a new key with `rutine connect nav --new-key` and registers it on the client "
            "in Samarbeidsportalen."
        ),
    ),
    "key_unknown": (
        "Maskinporten does not know the key we sign with.",
        (
            "IT checks that the public key is registered on the client, and that `key_id` in "
            "rutine.toml is the key id that Samarbeidsportalen shows."
        ),
    ),
    "client_unknown": (
        "Maskinporten does not know our client.",
        (
            "IT checks `client_id` in rutine.toml, and that the client was made in the same "
            "environment (test or production)."
        ),
    ),
    "audience_wrong": (
        "Maskinporten says that we asked the wrong environment.",
        (
            "IT checks `environment` in rutine.toml: test and production each have their own "
            "Maskinporten."
        ),
    ),
    "clock_wrong": (
        "The machine's clock is wrong: Maskinporten accepts ten seconds of difference at most.",
        (
            "IT turns on time synchronisation (NTP) on the machine. `rutine doctor` shows the "
            "difference."
        ),
    ),
    "scope_missing": (
        "Our client does not have the scope that it asks Maskinporten for.",
        (
            "IT adds the scope to the client in Samarbeidsportalen. `rutine connect nav` shows "
            "which are needed."
        ),
    ),
    "client_kind_wrong": (
        "The client at Maskinporten is of the wrong kind: it was made for signing people in.",
        "IT makes a new client of the kind Maskinporten, and runs `rutine connect nav` again.",
    ),
    "grant_used": (
        "Maskinporten says that our grant has been used before.",
        "Try again. If it happens several times, tell IT: two installations may share a key.",
    ),
    "grant_malformed": (
        "Maskinporten could not read our grant. Probably a setting or the program is wrong.",
        (
            "IT checks `client_id`, `key_id` and `external_ref` in rutine.toml, and else reports "
            "the fault to those who maintain rutine."
        ),
    ),
    "token_refused": (
        "Maskinporten refused us, without saying why in a way we know.",
        (
            "IT runs `rutine doctor` and looks at the client in Samarbeidsportalen. If all is "
            "right there, contact Digdir."
        ),
    ),
    "token_rejected": (
        "NAV did not accept the token from Maskinporten, not even a brand new one.",
        (
            "IT checks that the client asks for the settlement reports' scope only. If it lasts "
            "more than a day, contact NAV."
        ),
    ),
    "request_refused": (
        "NAV refused our question as wrongly put. Trying again does not help.",
        "Fetch the report on NAV's page this time, and tell IT: the program must be corrected.",
    ),
    "api_changed": (
        "NAV or Maskinporten answered in another way than described. The robot does not guess.",
        "Fetch the report on NAV's page this time, and tell IT: the program must be updated.",
    ),
    "api_unreachable": (
        "NAV or Maskinporten did not answer, even after several tries. It is probably an outage.",
        (
            "Wait for the next run. If it lasts more than a day, let IT check the network, and "
            "look for messages about outages at NAV."
        ),
    ),
    "api_no_access": (
        (
            "NAV no longer shows us reports that we fetched before. The access may be gone, NAV's "
            "access service may be down, or the employer may have a new organisation number."
        ),
        (
            "See in Altinn whether the system user still has access: "
            "https://am.ui.altinn.no/accessmanagement/ui/systemuser/overview. If so, wait for the "
            "next run. If the employer has merged or split, set up the new number with `rutine "
            "connect nav`."
        ),
    ),
    "api_list_incomplete": (
        (
            "NAV knows a report that we fetched before, but left it out of the list. New ones "
            "may be missing too."
        ),
        (
            "Wait for the next run. If it happens again, see on NAV's page "
            "(https://www.nav.no/oppgjorsrapporter/ref-arbg) whether the list is whole, and "
            "contact NAV."
        ),
    ),
    "api_no_reports": (
        (
            "NAV showed no reports, and we have none from before. Access may be missing, there may "
            "be an outage, or the money goes to another organisation number."
        ),
        (
            "See on NAV's page whether the employer has reports: "
            "https://www.nav.no/oppgjorsrapporter/ref-arbg. If it has, check the system user in "
            "Altinn. If not, check which organisation number NAV pays to."
        ),
    ),
    "lists_no_access": (
        (
            "NAV does not show the sub-unit's sick leave. Access may be missing, or NAV's access "
            "service may be down."
        ),
        (
            "See in Altinn whether the system user has NAV's services for sickness benefit at the "
            "sub-unit: https://am.ui.altinn.no/accessmanagement/ui/systemuser/overview. If they "
            "are there, wait for the next run."
        ),
    ),
    "no_companies": (
        (
            "NAV showed no companies. The right may be missing, or Altinn's access service may "
            "be down. The two look alike."
        ),
        (
            "Check in Altinn (https://www.altinn.no) that the person has the right to settlement "
            "reports at the top level. If so, try again later."
        ),
    ),
    "company_lookup_failed": (
        "NAV could not fetch the list of companies.",
        "Try again later. If it lasts more than a day, contact NAV.",
    ),
    "no_access_or_outage": (
        (
            "NAV gave no reports for the employer. Access may be missing, the employer may have "
            "a new number, or NAV may be down. NAV shows the same text for all."
        ),
        (
            "Open the page yourself (https://www.nav.no/oppgjorsrapporter/ref-arbg). If others "
            "with the same right see the reports, access is missing. Otherwise try again later."
        ),
    ),
    "other_employer_shown": (
        "NAV's page showed another employer than the one asked for. Nothing was fetched there.",
        "Start the fetch again. If it happens again, tell IT.",
    ),
    "known_report_missing": (
        (
            "A report that we fetched before is no longer in NAV's list. New ones may be missing "
            "too. The access may have changed, or the employer may have a new number."
        ),
        (
            "Check the access, and see on NAV's page "
            "(https://www.nav.no/oppgjorsrapporter/ref-arbg) whether the list is whole. Try "
            "again later."
        ),
    ),
    "no_reports": (
        "NAV showed an empty list. We cannot know whether it is empty or something is hidden.",
        (
            "See on NAV's page (https://www.nav.no/oppgjorsrapporter/ref-arbg) whether the "
            "employer has reports, and check the access."
        ),
    ),
    "no_known_report": (
        (
            "NAV showed reports, but none for the period, and we have no earlier report to check "
            "the list against."
        ),
        (
            "See on NAV's page (https://www.nav.no/oppgjorsrapporter/ref-arbg) whether that is "
            "right. After the first successful fetch this is checked by itself."
        ),
    ),
    "no_known_file": (
        (
            "The folder is empty, and its archive holds no file that we have had before. It may "
            "be the wrong folder, or a share that is not mounted."
        ),
        (
            "If the folder is new, put the latest report in it. Otherwise ask IT whether it is "
            "the same folder as before."
        ),
    ),
    "dialog_without_report": (
        "The inbox has a message about a report that is not in NAV's list.",
        (
            "Open the message in Altinn and see whether its link works. Try again later, and "
            "otherwise contact NAV."
        ),
    ),
    "dialog_link_elsewhere": (
        "A message in the inbox links to another site than NAV. The robot did not follow it.",
        "Do not open the link. Tell IT: it may be an attempt at fraud.",
    ),
    "report_refused": (
        "A downloaded file was not the report it should be. The file is put aside.",
        "Fetch the report again. If it is still wrong, download it by hand and compare.",
    ),
    "download_failed": (
        "NAV did not deliver one of the reports.",
        "Start the fetch again. What has been fetched is not fetched again.",
    ),
    "file_refused": (
        "A file in the folder is no settlement report that can be used. It lies in refused.",
        "Read the text beside the file in refused, and put the right file in the folder.",
    ),
    "file_left": (
        (
            "Something in the folder was not fetched: a file that is still being transferred, a "
            "folder or a shortcut."
        ),
        (
            "Wait for the transfer and run again. If it is still there, open the folder and tidy "
            "up: whole files belong directly in the folder."
        ),
    ),
    "inbox_unreachable": (
        "Altinn's inbox does not answer. The reports were looked up directly on NAV's page.",
        "Nothing needs to be done if the reports were fetched.",
    ),
    "inbox_error": (
        "Altinn's inbox could not show its messages. The reports were looked up on NAV's page.",
        "Nothing needs to be done if the reports were fetched.",
    ),
    "inbox_slow": (
        "Altinn's inbox did not finish loading. The reports were looked up on NAV's page.",
        "Nothing needs to be done if the reports were fetched.",
    ),
    "inbox_empty": (
        (
            "The inbox showed no messages about settlement reports. The reports were looked up on "
            "NAV's page."
        ),
        "If it happens every time, check whether the person has access to the messages in Altinn.",
    ),
    "party_not_offered": (
        "The person cannot choose the employer in Altinn's inbox.",
        "Check the person's rights in Altinn.",
    ),
    "dialog_gone": (
        "A message was in the inbox but could not be opened.",
        "Nothing needs to be done if the report was fetched.",
    ),
    "dialog_link_missing": (
        "A message in the inbox had no link to NAV's page.",
        "Nothing needs to be done if the report was fetched. If it happens often, tell IT.",
    ),
    "report_unknown": (
        "The link in a message led to a report that NAV would not show.",
        "Nothing needs to be done if the report was fetched from the list.",
    ),
    "unread_lost": (
        "An unread message in the inbox was opened and could not be marked as unread again.",
        "Mark it as unread yourself if others shall see it. The report is fetched as usual.",
    ),
    "company_not_listed": (
        "The employer was not in NAV's list of companies, but its page could be opened.",
        "It is so when the person has the right on a sub-unit only. That is fine.",
    ),
}

LINE = "line"

CONTENT: dict[str, str] = {
    "empty": "The file is empty.",
    "login_page": "The file is a web page (probably signing in), not a report.",
    "media_type": "The file is no CSV file.",
    "wrong_report": "The file name belongs to another report.",
    "cut_short": "The file ends in the middle of a line.",
    "fields": "A line does not have 12 fields.",
    "width": "A line has the wrong length.",
    "other_employer": "A line concerns another employer.",
    "several_accounts": "The lines have several account numbers.",
    "other_account": "The account number is not the report's.",
    "amount": "A line has an amount that cannot be read.",
    "unsteady": "Two downloads of the report were not alike.",
    "total": "The lines sum to another total than NAV shows.",
    "overlaps": (
        "The file has so many lines in common with a report we have, or with several, that it is "
        "hardly a report of its own."
    ),
}

REMEDIES: dict[str, str] = {
    "again": "Download the report from NAV again.",
    "sign_in": "Sign in at NAV and download the report again.",
    "csv": "Download the report as CSV, not PDF or zip.",
    "excel": "Download the report again, and don't open or save it in Excel first.",
    "employer": "Hand in the report of the right employer.",
    "compare": (
        "Download both reports again and compare them. If they are two reports, ask IT "
        "to run rutine run with --report."
    ),
}

PROGRESS: dict[str, str] = {
    "folder": "The folder has {number} files that are ready",
    "asked": "NAV shows {number} reports",
    "inbox": "The inbox shows {number} messages about settlement reports",
    "reports": "NAV's page shows {number} reports",
    "sign_in": "Your turn: sign in in the browser window. The robot waits and doesn't look",
    "new": "{number} reports are new",
    "report": "Report {number} is fetched and checked",
    "refused": "Report {number} was not accepted",
    "lists": "NAV shows the sick leave of {number} sub-units",
    "lists_closed": "NAV did not show the sick leave of {number} sub-units",
}
