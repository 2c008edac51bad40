"""The shelf's protocol, its client, and a memory twin for tests."""
