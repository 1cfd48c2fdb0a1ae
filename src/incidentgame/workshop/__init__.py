"""The author's tools: check a pack, walk one request."""
