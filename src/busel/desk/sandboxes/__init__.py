"""Children that read files from outside or print: locked up before they touch anything."""
