"""Instants, counter-based chance and plain values everything else is built on."""
