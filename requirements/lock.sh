#!/bin/sh
# Writes the hashed lock files anew from the .in files; names no registry host.
set -eu
cd "$(dirname "$0")/.."
for name in base dev tools node compare903; do
  uv pip compile --universal --generate-hashes --no-header --python-version 3.11 "$@" \
    "requirements/$name.in" -o "requirements/$name.txt" >/dev/null
done
