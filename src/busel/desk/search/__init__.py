"""Finding people in the workspace."""
