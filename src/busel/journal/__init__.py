"""Commits, chain, fold, snapshots, envelopes: what lies in a journal and how it is believed."""
