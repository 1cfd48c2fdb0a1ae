"""The simulation: what exists, what happens to a request, what changes by itself."""
