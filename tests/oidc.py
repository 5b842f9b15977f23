"""A small OpenID provider for tests: real HTTP, real keys and real tokens, and it can be told to misbehave."""

from __future__ import annotations

import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

CLIENT, SECRET = "careleavers", "a secret: with signs"


@cache
def key(name: str) -> RSAPrivateKey:
    """Making one takes a while: once per name and run."""
    return generate_private_key(public_exponent=65537, key_size=2048)


class Provider(ThreadingHTTPServer):
    """Whoever asks is signed in as `claims` say. `wrong` changes the next tokens; `signed_with` names their key."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.claims: dict[str, Any] = {}
        self.wrong: dict[str, Any] = {}
        self.keys, self.signed_with, self.algorithm = ["first"], "first", "RS256"
        self.calls_itself = self.issuer
        self.codes: dict[str, dict[str, str]] = {}
        self.last_nonce = ""

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/tenant/v2.0"

    def configuration(self) -> dict[str, Any]:
        pages = {"authorization": "authorize", "token": "token", "end_session": "end"}
        found: dict[str, Any] = {f"{name}_endpoint": f"{self.issuer}/{page}" for name, page in pages.items()}
        return found | {"issuer": self.calls_itself, "jwks_uri": f"{self.issuer}/keys"}

    def key_set(self) -> dict[str, Any]:
        public = [
            (name, jwt.algorithms.RSAAlgorithm.to_jwk(key(name).public_key(), as_dict=True)) for name in self.keys
        ]
        return {"keys": [{**found, "kid": name, "use": "sig"} for name, found in public]}

    def token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        claims = {name: value for name, value in (claims | self.claims | self.wrong).items() if value is not None}
        signing: Any = key(self.signed_with)
        if not self.algorithm.startswith("RS"):
            signing = "" if self.algorithm == "none" else SECRET * 3
        return jwt.encode(claims, signing, self.algorithm, headers={"kid": self.signed_with})


class Answer(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        page = parts.path.removeprefix("/tenant/v2.0/")
        if page == "authorize":
            code = uuid4().hex
            self.server.codes[code] = query
            back = urlencode({"code": code, "state": query["state"]})
            self.send_response(302)
            self.send_header("Location", f"{query['redirect_uri']}?{back}")
            self.end_headers()
        elif page == "keys":
            self.say(self.server.key_set())
        else:
            self.say(self.server.configuration())

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        asked = self.server.codes.pop(form["code"][0], None)
        challenge = urlsafe_b64encode(sha256(form["code_verifier"][0].encode()).digest()).rstrip(b"=").decode()
        if asked is None or challenge != asked["code_challenge"] or "Authorization" not in self.headers:
            return self.say({"error": "invalid_grant"}, 400)
        self.server.last_nonce = asked["nonce"]
        return self.say({"access_token": "x", "token_type": "Bearer", "id_token": self.server.token(asked["nonce"])})

    def say(self, answer: dict[str, Any], status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def provider() -> Iterator[Provider]:
    with Provider() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
