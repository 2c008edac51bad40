"""The server: a door that opens nothing, and a shelf that is blind."""
