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

DIRECTORY_BYTES = 4_000_000
"""Bytes of an archive's directory: some 30,000 names, each of which costs memory."""

BLOCKS = 500_000
"""Paragraphs, items and rows of one document."""

RUNS = 3_000_000
"""Pieces of one document that each have a place in its source; a table's cell is one or two."""

ARTICLE_CHARACTERS = 2_000_000
"""A longer page is no article beside menus, and takes long to be seen as one."""

DEPTH = 3
"""Archives in archives, attachments in attachments."""

IN_PROCESS_BYTES = 1_000_000
"""Bytes of a plain text or a table that is parsed without a process of its own."""

PARSE_SECONDS, PARSE_SECONDS_PER_MEGABYTE = 60.0, 5.0
"""Time that one document's parser may take."""

DRAW_SECONDS = 8.0
"""Time that drawing one page may take; somebody waits for it."""

PARSE_MEMORY = 4_000_000_000
"""Address space of the process that parses, in bytes."""
