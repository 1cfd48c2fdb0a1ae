"""TLS as far as certificates go: which one an endpoint shows, and whether a client trusts it."""
