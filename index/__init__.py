"""Documents into an index: load, clean, chunk, embed, store, search.

Everything that the folders above may use is named here and imported when first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .agreement import upload_names, uploads_agree
    from .build import BuildReport, build_index
    from .config import IndexConfig, read_table, table_to_config
    from .copies import wording
    from .current import KEPT, UPLOADS, current_generation
    from .debris import abandon, find_debris, find_exports, newest_whole, remove_all
    from .embed import Encoded, Encoder, open_encoder, unit
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
    from .export import altered_files, cached_export, export_folder
    from .filters import LONGEST_PATTERN, Filter
    from .generation import Progress, is_being_written
    from .hygiene import DocumentHygiene, Hygiene, LeftOut, examine_hygiene
    from .isolation import Parser
    from .listing import Listed
    from .manifest import Manifest
    from .regular import open_regular
    from .repair import repair_index
    from .scratch import find_scratch, scratch_folder
    from .sentences import split_sentences
    from .signs import STEERING, fold, harmless, unfold
    from .store import Index
    from .tokens import STOP_WORDS, tokenize, topic_tokens
    from .types import (
        Chunk,
        Document,
        Hit,
        Metadata,
        OffsetMap,
        Passage,
        Removed,
        Sentence,
        Skipped,
        SourcePlace,
        Span,
        TextBlock,
    )
    from .weights import find_model

_HOMES = {
    "agreement": "upload_names uploads_agree",
    "build": "BuildReport build_index",
    "copies": "wording",
    "filters": "LONGEST_PATTERN Filter",
    "config": "IndexConfig read_table table_to_config",
    "current": "KEPT UPLOADS current_generation",
    "debris": "abandon find_debris find_exports newest_whole remove_all",
    "embed": "Encoded Encoder open_encoder unit",
    "errors": "DocumentError EncoderError IndexBusy IndexDamaged IndexFolderError IndexMismatch "
    "IndexMissing IndexUnreadable IndexUnwritable LoccitError Stopped UsageError echoed",
    "export": "altered_files cached_export export_folder",
    "generation": "Progress is_being_written",
    "hygiene": "DocumentHygiene Hygiene LeftOut examine_hygiene",
    "isolation": "Parser",
    "listing": "Listed",
    "manifest": "Manifest",
    "regular": "open_regular",
    "repair": "repair_index",
    "scratch": "find_scratch scratch_folder",
    "sentences": "split_sentences",
    "signs": "STEERING fold harmless unfold",
    "store": "Index",
    "tokens": "STOP_WORDS tokenize topic_tokens",
    "types": "Chunk Document Hit Metadata OffsetMap Passage Removed Sentence Skipped "
    "SourcePlace Span TextBlock",
    "weights": "find_model",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
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
    "read_table",
    "remove_all",
    "repair_index",
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
