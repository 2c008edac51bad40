"""The workspace: Django models on an in-memory database, filled from the journals at sign-in, gone with the process."""
