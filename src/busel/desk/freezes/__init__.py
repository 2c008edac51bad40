"""Freezing an account at once, thawing it by two, and what everybody's desk does about it."""
