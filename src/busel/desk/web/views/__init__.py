"""The pages of a desk, one module for each noun: a view parses, calls one action, renders."""
