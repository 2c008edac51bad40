"""What the root key is for: founding, the yearly check of its shares, recovery, deputies, the next address."""
