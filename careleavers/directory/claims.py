"""What the directory says of somebody: whether it is the directory that says so, and to which account it may lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

# Signatures that need the directory's private key. "none" and HS256, which anybody could make, are not among them.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
LEEWAY = 60  # seconds by which the clocks of two machines may differ
GUEST = "#EXT#"  # in the names that Entra ID gives to people of other organisations


@dataclass(frozen=True)
class Directory:
    """The council's directory, as the environment names it. `tenant` is Entra ID's own; others have none."""

    issuer: str
    client_id: str
    secret: str
    domains: tuple[str, ...]  # of the email addresses that the council owns
    tenant: str = ""
    name: str = "the council's sign-in"


class NotFromDirectory(Exception):
    """The token is not one that this directory gave us, now, for this sign-in."""


def read_claims(token: str, keys: Mapping[str, Any], directory: Directory, *, nonce: str) -> dict[str, Any]:
    """The claims of an ID token: signed with one of the directory's `keys` (a JSON Web Key Set), from its issuer and
    tenant, for us, not expired, and for the sign-in that sent `nonce`. NotFromDirectory where any of that fails."""
    try:
        key = _key_of(token, keys)
        claims = jwt.decode(
            token,
            key.key,
            algorithms=ALGORITHMS,
            audience=directory.client_id,
            issuer=directory.issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except (jwt.PyJWTError, KeyError, TypeError, ValueError) as wrong:
        raise NotFromDirectory(f"The token is refused: {wrong}") from None
    if not nonce or claims.get("nonce") != nonce:
        raise NotFromDirectory("The token belongs to another sign-in.")
    if directory.tenant and claims.get("tid") != directory.tenant:
        raise NotFromDirectory("The token is of another tenant.")
    return claims


def _key_of(token: str, keys: Mapping[str, Any]) -> jwt.PyJWK:
    name = jwt.get_unverified_header(token).get("kid")
    for key in jwt.PyJWKSet.from_dict(dict(keys)).keys:
        if key.key_id == name and key.public_key_use in (None, "sig"):
            return key
    raise NotFromDirectory("The token is signed with a key that the directory does not have.")


def address_that_the_council_owns(claims: Mapping[str, Any], directory: Directory) -> str | None:
    """The email address by which an account may be linked, in lower case; None where there is none to trust.

    Not the `email` claim as such: in Entra ID whoever administers any tenant may write anybody's address there. Only an
    address that the directory says it has verified, or the name with which somebody signs in to our own tenant, which
    must be in a domain that the tenant has proved to own. In either case the domain must be one of the council's.
    """
    found: list[object] = []
    if claims.get("email_verified") is True or str(claims.get("xms_edov")).lower() in ("1", "true"):
        found.append(claims.get("email"))
    if directory.tenant and claims.get("tid") == directory.tenant:
        found += [claims.get("upn"), claims.get("preferred_username")]
    for address in found:
        # In small letters another alphabet's letter may be one of ours: the Kelvin sign becomes a k.
        if isinstance(address, str) and address.isascii() and GUEST not in address.upper():
            address = address.strip().lower()
            name, _, domain = address.rpartition("@")
            if name and domain in directory.domains:
                return address
    return None
