"""The desk: one process for each signed-in person; it holds what that person's keys open, and nothing else."""
