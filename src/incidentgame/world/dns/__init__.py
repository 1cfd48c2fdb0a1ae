"""The name tree: root, TLDs, hosted zones, recursive resolvers and their cached views of it all."""
