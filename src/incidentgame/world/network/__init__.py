"""Reachability: who can open a connection to what, by security groups, network ACLs, routes and listeners."""
