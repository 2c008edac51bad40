"""Files out: people -> csv, xlsx, vCard and OSDI, and what a table says our own import reads back."""
