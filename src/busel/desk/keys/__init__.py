"""Keys of divisions, commons and office: how they are made anew, handed on, kept and given up."""
