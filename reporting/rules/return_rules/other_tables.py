"""Rules that keep a care leaver out of the tables about children in care."""

from careleavers.rules.law.facts import SHORT_BREAKS
from reporting.rules.return_rules.episodes import CONTINUES, ReturnEpisode
from reporting.rules.return_rules.returns import Return
from reporting.rules.return_rules.rule import Found, RuleList

RULES = RuleList()
ONLY_FOR_CHILDREN_IN_CARE = ("OC2", "Reviews", "Missing", "AD1", "PlacedAdoption", "PrevPerm")
ADOPTION = ("DATE_INT", "DATE_MATCH", "FOSTER_CARE", "NB_ADOPTR", "SEX_ADOPTR", "LS_ADOPTR")
OUTCOMES = (
    "CONVICTED",
    "HEALTH_CHECK",
    "IMMUNISATIONS",
    "TEETH_CHECK",
    "HEALTH_ASSESSMENT",
    "SUBSTANCE_MISUSE",
    "INTERVENTION_RECEIVED",
    "INTERVENTION_OFFERED",
)


@RULES.add(
    "134",
    "Data on adoption should not be entered for the OC3 cohort.",
    remedy="Take the child out of AD1 or out of OC3: a child who was adopted is no care leaver.",
    needs=("OC3", "AD1"),
)
def no_adoption_data(checked: Return) -> Found:
    """A child with care-leaver information has nothing in AD1, where it is reported. Source: DfE rule 134."""
    return checked.rows_with_any("AD1", ADOPTION, checked.care_leavers)


@RULES.add(
    "187",
    "Child cannot be looked after continuously for 12 months at 31 March (OC2) and have any of adoption or care "
    "leavers returns completed.",
    remedy="Take the child out of OC3 and AD1, or give the day on which care ended.",
    needs=("Episodes",),
    needs_one_of=("OC3", "AD1"),
)
def not_looked_after_all_year(checked: Return) -> Found:
    """A child looked after all year has nothing in OC3 or AD1. Source: DfE rule 187 and its note on continuous care."""
    children = checked.care_leavers.union(checked.table("AD1")["CHILD"]) & checked.episodes.children
    all_year = {child for child in children if _continuously(checked, checked.episodes.of(child))}
    yield from checked.leaver_rows(all_year)
    yield from checked.rows_with_any("AD1", ADOPTION, all_year)


@RULES.add(
    "215",
    "Child has care leaver information but one or more data items relating to children looked after for 12 months have "
    "been completed.",
    remedy="Take the child out of OC2 or out of OC3.",
    needs=("OC2", "OC3"),
)
def no_outcomes_of_children_in_care(checked: Return) -> Found:
    """A child with care-leaver information has none of eight items of OC2. Reported on both. Source: DfE rule 215."""
    rows = list(checked.rows_with_any("OC2", OUTCOMES, checked.care_leavers))
    yield from rows
    children = {checked.table("OC2")["CHILD"][row] for _, row in rows}
    yield from checked.leaver_rows(children)


@RULES.add(
    "1012",
    "No other data should be returned for OC3 children who had no episodes in the current year",
    remedy="Take the rows out, or add the episodes of this year.",
    needs=("Episodes", "OC3"),
)
def nothing_else_without_episodes(checked: Return) -> Found:
    """A care leaver without an episode this year has no row in six other tables. Source: DfE rule 1012."""
    without_episodes = checked.care_leavers - checked.episodes.children
    for name in ONLY_FOR_CHILDREN_IN_CARE:
        for row, child in enumerate(checked.table(name)["CHILD"]):
            if child in without_episodes:
                yield name, row


@RULES.add(
    "1014",
    "UASC information is not required for care leavers",
    remedy="Take the young person out of UASC, or add the episodes of this year.",
    needs=("UASC", "Episodes", "OC3"),
)
def no_asylum_data(checked: Return) -> Found:
    """A care leaver not looked after in the year has no row in UASC. Reported on both. Source: DfE rule 1014."""
    uasc = checked.table("UASC")
    for row, child in enumerate(uasc["CHILD"]):
        if child in checked.care_leavers and not checked.looked_after_in_year(checked.episodes.of(child)):
            yield "UASC", row
            yield from (("OC3", leaver) for leaver in checked.oc3_rows[child])


def _continuously(checked: Return, episodes: list[ReturnEpisode]) -> bool:
    """Looked after from the first to the last day of the year without a gap or a short break."""
    in_year = [episode for episode in episodes if episode.touches(checked.start, checked.end)]
    return bool(in_year) and not any(_breaks_the_year(checked, episode) for episode in in_year)


def _breaks_the_year(checked: Return, episode: ReturnEpisode) -> bool:
    started_care = episode.reason_started == "S" and episode.started and episode.started > checked.start
    left_care = episode.reason_ended != CONTINUES and episode.ended and episode.ended < checked.end
    return bool(started_care or left_care or episode.legal_status in SHORT_BREAKS)
