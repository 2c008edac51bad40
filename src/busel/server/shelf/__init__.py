"""The blind shelf: opaque blobs, ordered, handed to whoever shows the right ticket. It opens nothing."""
