"""AWS operations over the world, one file per service: request → response document and edits."""
