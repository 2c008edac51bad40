"""Counts of the zone: how it grows, and how good the records are."""
