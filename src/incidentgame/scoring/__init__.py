"""Scoring: observations, a rubric and a submitted text go in, a scorecard comes out.  Pure."""
