"""Seal, open, wrap, sign, lock: the one importer of `cryptography`."""
