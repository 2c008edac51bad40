"""Django's SQLite backend with one difference: tables are laid by their own keys, `WITHOUT ROWID`."""
