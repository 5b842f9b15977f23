"""The register of those who give young people a home, and the visits to them."""

from __future__ import annotations

from typing import Any

from careleavers.actions.base import Refused, action, record_event
from careleavers.actions.revisions import change, claim_unchanged
from careleavers.models import Home, Provider, ProviderVisit, User


@action
def save_provider(*, by: User, provider: Provider | None, revision: int | None = None, **facts: Any) -> Provider:
    """Add a provider to the register, or change one. `facts` are fields of Provider.

    Homes that name it are its homes from then on, and carry its new name when that changes. Refused where another
    provider has the name.
    """
    name = facts["name"] = " ".join(facts["name"].split())
    others = Provider.objects.exclude(pk=provider.pk) if provider else Provider.objects.all()
    if others.filter(name__iexact=name).exists():
        raise Refused("Another provider has this name: change that one, or tell the two apart.", field="name")
    if provider:
        changed = change(provider, revision, facts)
        event = "provider_changed"
        provider.homes.exclude(provider=name).update(provider=name)
    else:
        provider = Provider.objects.create(recorded_by=by, **facts)
        changed, event = sorted(facts), "provider_added"
    Home.objects.filter(registered_provider=None, provider__iexact=name).update(
        registered_provider=provider, provider=name
    )
    record_event(event, by=by, on=provider, fields=changed)
    return provider


def registered(provider: str) -> Provider | None:
    """The provider of our register that a home names, however it is written."""
    name = " ".join(provider.split())
    return Provider.objects.filter(name__iexact=name).first() if name else None


@action
def save_provider_visit(
    *, by: User, provider: Provider, visit: ProviderVisit | None = None, revision: int | None = None, **facts: Any
) -> ProviderVisit:
    """Write down a visit to a provider, or put it right. `facts` are fields of ProviderVisit."""
    if visit:
        change(visit, revision, facts)
    else:
        visit = ProviderVisit.objects.create(provider=provider, recorded_by=by, **facts)
    record_event("provider_visit_written", by=by, on=visit)
    return visit


@action
def remove_provider_visit(*, by: User, visit: ProviderVisit, revision: int | None) -> None:
    """Take out a visit that was written down by mistake; the history keeps it."""
    current = claim_unchanged(visit, revision)
    record_event("provider_visit_removed", by=by, on=current)
    current.delete()
