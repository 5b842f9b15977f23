"""Postgres and Valkey from wheels, for the demo and the tests: a fresh machine needs no installed services."""
