"""Busel: a supporter-management system for democratic organisations in closed societies."""
