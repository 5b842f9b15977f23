"""A version to come, of whose migrations `make migrate-under-traffic` measures what pages notice."""
