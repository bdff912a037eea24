"""Documents into an index: load, clean, chunk, embed, store, search.

Public API of ``loccit.index``. Names are imported lazily, on first access.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..text import (
        STEERING,
        STOP_WORDS,
        Span,
        fold,
        harmless,
        tokenize,
        topic_tokens,
        unfold,
        wording,
    )
    from .build import BuildReport, build_index
    from .chunking.sentences import split_sentences
    from .cleaning.hygiene import DocumentHygiene, Hygiene, LeftOut, examine_hygiene
    from .config import IndexConfig, read_table, table_to_config
    from .encoders.base import Encoded, Encoder, unit
    from .encoders.export import altered_files, cached_export, export_folder
    from .encoders.model_files import find_model
    from .encoders.open import open_encoder
    from .errors import (
        DocumentError,
        EncoderError,
        IndexBusy,
        IndexDamaged,
        IndexFolderError,
        IndexMismatch,
        IndexMissing,
        IndexUnreadable,
        IndexUnwritable,
        LoccitError,
        Stopped,
        UsageError,
        echoed,
    )
    from .filters import DATE_PATTERN, LONGEST_PATTERN, Filter
    from .formats.parsed import Metadata, Skipped
    from .formats.registry import opens_as_text
    from .generations.current import KEPT, UPLOADS, current_generation
    from .generations.debris import abandon, find_debris, find_exports, newest_whole, remove_all
    from .generations.generation import Progress, is_being_written
    from .generations.listing import Listed
    from .generations.manifest import Manifest
    from .generations.repair import repair_index
    from .search import Index
    from .sources.agreement import upload_names, uploads_agree
    from .sources.isolation import Parser
    from .sources.regular import open_regular
    from .system.extras import require_extra
    from .system.scratch import find_scratch, scratch_folder
    from .types import (
        Chunk,
        Document,
        Hit,
        OffsetMap,
        Passage,
        Removed,
        Sentence,
        SourcePlace,
        TextBlock,
    )

_HOMES = {
    ".text": "STEERING STOP_WORDS Span fold harmless tokenize topic_tokens unfold wording",
    "build": "BuildReport build_index",
    "chunking.sentences": "split_sentences",
    "cleaning.hygiene": "DocumentHygiene Hygiene LeftOut examine_hygiene",
    "config": "IndexConfig read_table table_to_config",
    "encoders.base": "Encoded Encoder unit",
    "encoders.export": "altered_files cached_export export_folder",
    "encoders.model_files": "find_model",
    "encoders.open": "open_encoder",
    "errors": "DocumentError EncoderError IndexBusy IndexDamaged IndexFolderError IndexMismatch "
    "IndexMissing IndexUnreadable IndexUnwritable LoccitError Stopped UsageError echoed",
    "filters": "DATE_PATTERN LONGEST_PATTERN Filter",
    "formats.parsed": "Metadata Skipped",
    "formats.registry": "opens_as_text",
    "generations.current": "KEPT UPLOADS current_generation",
    "generations.debris": "abandon find_debris find_exports newest_whole remove_all",
    "generations.generation": "Progress is_being_written",
    "generations.listing": "Listed",
    "generations.manifest": "Manifest",
    "generations.repair": "repair_index",
    "search": "Index",
    "sources.agreement": "upload_names uploads_agree",
    "sources.isolation": "Parser",
    "sources.regular": "open_regular",
    "system.extras": "require_extra",
    "system.scratch": "find_scratch scratch_folder",
    "types": "Chunk Document Hit OffsetMap Passage Removed Sentence SourcePlace TextBlock",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "DATE_PATTERN",
    "KEPT",
    "LONGEST_PATTERN",
    "STEERING",
    "STOP_WORDS",
    "UPLOADS",
    "BuildReport",
    "Chunk",
    "Document",
    "DocumentError",
    "DocumentHygiene",
    "Encoded",
    "Encoder",
    "EncoderError",
    "Filter",
    "Hit",
    "Hygiene",
    "Index",
    "IndexBusy",
    "IndexConfig",
    "IndexDamaged",
    "IndexFolderError",
    "IndexMismatch",
    "IndexMissing",
    "IndexUnreadable",
    "IndexUnwritable",
    "LeftOut",
    "Listed",
    "LoccitError",
    "Manifest",
    "Metadata",
    "OffsetMap",
    "Parser",
    "Passage",
    "Progress",
    "Removed",
    "Sentence",
    "Skipped",
    "SourcePlace",
    "Span",
    "Stopped",
    "TextBlock",
    "UsageError",
    "abandon",
    "altered_files",
    "build_index",
    "cached_export",
    "current_generation",
    "echoed",
    "examine_hygiene",
    "export_folder",
    "find_debris",
    "find_exports",
    "find_model",
    "find_scratch",
    "fold",
    "harmless",
    "is_being_written",
    "newest_whole",
    "open_encoder",
    "open_regular",
    "opens_as_text",
    "read_table",
    "remove_all",
    "repair_index",
    "require_extra",
    "scratch_folder",
    "split_sentences",
    "table_to_config",
    "tokenize",
    "topic_tokens",
    "unfold",
    "unit",
    "upload_names",
    "uploads_agree",
    "wording",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOME[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
