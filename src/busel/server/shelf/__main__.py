"""`python -m busel.server.shelf`."""

from __future__ import annotations

import sys

from busel.server.shelf.serve import main

sys.exit(main())
