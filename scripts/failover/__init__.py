"""Two of everything, each ended under load. `make failover`."""
