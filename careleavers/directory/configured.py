"""The council's directory as the environment names it."""

from __future__ import annotations

import re

from careleavers import environment as env
from careleavers import machines
from careleavers.directory.claims import Directory

ENTRA = "https://login.microsoftonline.com/"
TENANT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ANY_TENANT = ("/common/", "/organizations/", "/consumers/")
EXAMPLE = f"{ENTRA}72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0"


def directory_from_environment() -> Directory | None:
    """None where OIDC_ISSUER is not set: then everybody signs in with a password."""
    issuer = env.text("OIDC_ISSUER", "")
    if not issuer:
        for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_TENANT", "OIDC_DOMAINS"):
            if env.text(name, ""):
                raise env.stop("OIDC_ISSUER", f"is not set, but {name} is", EXAMPLE)
        return None
    if not re.fullmatch(r"https://[^\s?#@]+", issuer):
        raise env.stop("OIDC_ISSUER", f"is {issuer!r}: write https:// and no query", EXAMPLE)
    machines.web_address("OIDC_ISSUER")
    if any(word in f"{issuer}/".lower() for word in ANY_TENANT):
        raise env.stop("OIDC_ISSUER", "names every organisation's tenant: name yours", EXAMPLE)
    if issuer.lower().startswith(ENTRA) and not re.fullmatch(f"{re.escape(ENTRA)}{TENANT.pattern}/v2\\.0", issuer):
        raise env.stop(
            "OIDC_ISSUER", "is not Entra's: its address, the tenant's id in small letters and /v2.0", EXAMPLE
        )
    return Directory(
        issuer=issuer,
        client_id=env.text("OIDC_CLIENT_ID", example="6731de76-14a6-49ae-97bc-6eba6914391e"),
        secret=env.text("OIDC_CLIENT_SECRET", example="the value of the client secret"),
        domains=_domains(),
        tenant=_tenant(issuer),
        name=env.text("OIDC_NAME", "your council account"),
    )


def _tenant(issuer: str) -> str:
    tenant = env.text("OIDC_TENANT", "").lower()
    example = "72f988bf-86f1-41af-91ab-2d7cd011db47"
    if issuer.startswith(ENTRA) and not tenant:
        raise env.stop("OIDC_TENANT", "is not set: with Entra ID it says whose tokens are believed", example)
    if tenant and not TENANT.fullmatch(tenant):
        raise env.stop("OIDC_TENANT", f"is {tenant!r}: write the tenant's id", example)
    if issuer.startswith(ENTRA) and tenant not in issuer:
        raise env.stop("OIDC_TENANT", "is not the tenant in OIDC_ISSUER", example)
    return tenant


def _domains() -> tuple[str, ...]:
    domains = env.comma_separated("OIDC_DOMAINS", None, example="council.gov.uk")
    for domain in domains:
        if not machines.HOST_NAME.fullmatch(domain) or domain.startswith(".") or "." not in domain:
            raise env.stop("OIDC_DOMAINS", f"holds {domain!r}: write what stands after the @", "council.gov.uk")
    return tuple(domain.lower() for domain in domains)
