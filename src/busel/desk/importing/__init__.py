"""Bringing a list in: what a file would change, shown first, then carried out piece by piece."""
