#!/bin/sh
# Writes the hashed locks from the .in files, with the versions they name already; names no registry host.
# `requirements/lock.sh --upgrade` takes the newest versions. `make setup` brings uv.
set -eu
cd "$(dirname "$0")/.."
for name in base demo dev tools node compare903 uv oldest_pip; do
  .run/uv/bin/uv pip compile --universal --generate-hashes --no-strip-extras --no-header --emit-find-links --python-version 3.11 "$@" \
    "requirements/$name.in" -o "requirements/$name.txt" >/dev/null
done
