"""The databases of Access 97 to 2019 (Jet 3, Jet 4, ACE), read by our own code: from pages to rows of text.

What stands where was found out by others. Source: HACKING.md of mdbtools, and the code of Jackcess.
"""
