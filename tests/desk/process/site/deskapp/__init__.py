"""Pages for the tests of the desk's process: as few as show what it does."""
