"""Files that people bring: bytes -> tables of text -> columns with a meaning -> drafts of contacts with problems."""
