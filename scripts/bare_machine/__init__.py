"""docs/deployment.md followed to its end on a bare Debian. `make bare-machine`."""
