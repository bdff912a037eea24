"""How much of anything is read: what exceeds it is refused with a reason, not tried."""

from __future__ import annotations

FILE_BYTES = 200_000_000
"""Bytes of one file."""

TEXT_BYTES = 20_000_000
"""Bytes of one file that is text: some ten thousand printed pages."""

MEMBERS = 10_000
"""Members of one archive, however deep they lie."""

UNPACKED_BYTES = 500_000_000
"""Bytes that one archive may unpack to."""

RATIO = 200
"""How many times its packed size a member may unpack to, beyond a first million bytes."""

DEPTH = 3
"""Archives in archives, attachments in attachments."""

PARSE_SECONDS, PARSE_SECONDS_PER_MEGABYTE = 60.0, 5.0
"""Time that one document's parser may take."""

PARSE_MEMORY = 4_000_000_000
"""Address space of the process that parses, in bytes."""
