"""An account's own: how it begins, its papers, its choices, and what becomes of it when it may have been taken."""
