"""Taking people out: who may, what it comes to, a second person's consent, and the file, which never touches a disk."""
