"""Whom an account could read, whom it opened, and whom it printed or took out: so that they can be warned."""
