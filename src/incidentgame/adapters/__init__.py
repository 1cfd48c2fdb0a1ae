"""Ports made concrete: session files, pack directories, clocks, host files and shells."""
