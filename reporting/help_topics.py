"""The texts of help of figures and returns: `templates/reporting/help/`."""

from careleavers.site.help_topic import FIGURES, RUNNING, HelpTopic

HELP_TOPICS = (
    HelpTopic(
        "reporting",
        "figures",
        "Figures, and the people behind them",
        FIGURES,
        (
            "reporting:dashboard",
            "reporting:by_team",
            "reporting:people",
            "reporting:export",
            "reporting:data_quality",
            "reporting:by_group",
            "reporting:missing",
            "reporting:comparators",
        ),
        (
            "figure",
            "measure",
            "denominator (d), numerator (n)",
            "excluded",
            "cohort",
            "likely range",
            "target",
            "scope",
        ),
    ),
    HelpTopic(
        "reporting",
        "quarters",
        "Frozen quarters and committee papers",
        FIGURES,
        ("reporting:quarter*", "reporting:recount", "reporting:paper*", "reporting:members"),
        ("frozen quarter", "usual range, signal"),
    ),
    HelpTopic(
        "reporting",
        "returns",
        "The care-leaver return, and List 9",
        FIGURES,
        ("reporting:annex_a*", "reporting:care_leaver_return", "reporting:submit_return", "reporting:return_export"),
        ("SSDA903 return", "OC3", "collection", "observation", "accommodation type", "activity"),
    ),
    HelpTopic(
        "reporting",
        "improvement",
        "The improvement plan",
        FIGURES,
        (
            "reporting:improvement*",
            "reporting:service_review*",
            "reporting:recommendation*",
            "reporting:progress",
            "reporting:action*",
        ),
        ("improvement plan", "service review"),
    ),
    HelpTopic(
        "reporting",
        "service",
        "Strategies, protocols and training",
        FIGURES,
        (
            "reporting:service_document*",
            "reporting:signatory*",
            "reporting:training*",
            "reporting:my_training",
            "reporting:course*",
            "reporting:trained*",
        ),
        ("service document", "training register"),
    ),
    HelpTopic("reporting", "usage", "Is it used well?", RUNNING, ("reporting:usage",), ("contact",)),
)
