"""The events of signing in, passwords and second steps, by name."""

LINK_ASKED = "password_link_asked"
LOCKED_OUT = "sign_in_locked_out"
SIGN_IN_EVENTS = (
    "signed_in",
    "sign_in_failed",
    LOCKED_OUT,
    "sign_in_refused",
    "signed_out",
    "signed_out_when_idle",
    "password_changed",
    "password_chosen_by_link",
    LINK_ASKED,
    "password_link_made",
    "second_step_added",
    "second_step_removed",
    "second_step_used",
    "second_step_failed",
    "recovery_codes_made",
    "directory_linked",
    "directory_unlinked",
)
# Done to an account by an administrator: a change as well.
CHANGES_TO_ACCOUNTS = ("password_link_made", "directory_unlinked")
