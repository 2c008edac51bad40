"""What the process is: whose desk, how it is served, locked up, kept alive and ended."""
