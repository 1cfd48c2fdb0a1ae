"""What was played before and what to practise next: records, sums, thin spots and a plan. Pure."""
