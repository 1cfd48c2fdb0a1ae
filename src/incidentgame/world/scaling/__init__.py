"""Auto Scaling: groups that keep themselves at size, instance refreshes, and the machines they make."""
