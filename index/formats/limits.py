"""Limits on what is read: whatever exceeds one is refused with a reason."""

from __future__ import annotations

FILE_BYTES = 200_000_000
"""Bytes of one file."""

TEXT_BYTES = 20_000_000
"""Bytes of one text file: about ten thousand printed pages."""

MEMBERS = 10_000
"""Members of one archive, at any depth."""

UNPACKED_BYTES = 500_000_000
"""Bytes that one archive may unpack to."""

RATIO = 200
"""Compression ratio of a member, beyond its first million bytes."""

DIRECTORY_BYTES = 4_000_000
"""Bytes of an archive's directory: about 30,000 names, each of which costs memory."""

BLOCKS = 500_000
"""Paragraphs, items and rows of one document."""

RUNS = 3_000_000
"""Runs of one document, each with its place in the source; a table cell is one or two."""

ARTICLE_CHARACTERS = 2_000_000
"""Characters of a page up to which its main text is extracted, which takes time."""

DEPTH = 3
"""Levels of archives in archives and attachments in attachments."""

IN_PROCESS_BYTES = 1_000_000
"""Bytes of a plain text or a table that is parsed without a process of its own."""

PARSE_SECONDS, PARSE_SECONDS_PER_MEGABYTE = 60.0, 5.0
"""Time limit for parsing one document."""

DRAW_SECONDS = 8.0
"""Time limit for drawing one page; a user is waiting for it."""

PARSE_MEMORY = 4_000_000_000
"""Address space of the parser process, in bytes."""
