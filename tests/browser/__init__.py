"""Drives real browsers: Firefox as Tor Browser's Safest, by visible words; Chromium for pictures and access checks."""
