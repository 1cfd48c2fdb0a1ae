"""Load balancing: which rule, which targets, who is healthy, and why."""
