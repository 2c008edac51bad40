"""Members, divisions, roles and grants as signed statements; and who may do what."""
