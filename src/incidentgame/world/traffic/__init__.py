"""Background traffic: flows, how many requests each slot has, and the requests themselves."""
