"""What somebody in a young person's life is to them, and what the young person is to that somebody. Pure.

Source: the support to develop and sustain family and social relationships that a plan must deal with (Care Leavers
(England) Regulations 2010, Sch 1 para 6; Vol 3 Figure 1). The list of words is ours.
"""

from __future__ import annotations

from enum import StrEnum


class Relation(StrEnum):
    """What they are to the young person."""

    MOTHER = "mother"
    FATHER = "father"
    PARENT = "parent"
    SIBLING = "sibling"
    CHILD = "child"
    GRANDPARENT = "grandparent"
    FAMILY = "family"
    PARTNER = "partner"
    FRIEND = "friend"
    CARER = "carer"
    MENTOR = "mentor"
    ADVOCATE = "advocate"
    SOCIAL_WORKER = "social_worker"
    HEALTH = "health"
    EDUCATION = "education"
    JUSTICE = "justice"
    SOLICITOR = "solicitor"
    OTHER = "other"


RELATION_WORDS = {
    Relation.MOTHER: "Mother",
    Relation.FATHER: "Father",
    Relation.PARENT: "Parent or step-parent",
    Relation.SIBLING: "Brother or sister",
    Relation.CHILD: "Son or daughter",
    Relation.GRANDPARENT: "Grandparent",
    Relation.FAMILY: "Other family",
    Relation.PARTNER: "Partner",
    Relation.FRIEND: "Friend",
    Relation.CARER: "Foster carer, or former foster carer",
    Relation.MENTOR: "Mentor or independent visitor",
    Relation.ADVOCATE: "Advocate",
    Relation.SOCIAL_WORKER: "Social worker of another team",
    Relation.HEALTH: "Doctor, nurse or therapist",
    Relation.EDUCATION: "Teacher, tutor or employer",
    Relation.JUSTICE: "Police, probation or youth justice",
    Relation.SOLICITOR: "Solicitor",
    Relation.OTHER: "Somebody else",
}
# Who is no part of family and friends, and is there because of their work.
PROFESSIONALS = frozenset(
    {
        Relation.MENTOR,
        Relation.ADVOCATE,
        Relation.SOCIAL_WORKER,
        Relation.HEALTH,
        Relation.EDUCATION,
        Relation.JUSTICE,
        Relation.SOLICITOR,
    }
)
# The same seen from the other side, where both may be young people of the service.
SEEN_FROM_THERE = {
    Relation.MOTHER: Relation.CHILD,
    Relation.FATHER: Relation.CHILD,
    Relation.PARENT: Relation.CHILD,
    Relation.CHILD: Relation.PARENT,
    Relation.SIBLING: Relation.SIBLING,
    Relation.FAMILY: Relation.FAMILY,
    Relation.PARTNER: Relation.PARTNER,
    Relation.FRIEND: Relation.FRIEND,
}
