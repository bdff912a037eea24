"""Play written replies through the whole path of prose: what is shown of them, and how soon.

    python -m benchmarks.prose.scripted [--index DIR] [--list]

The replies are those of ``benchmarks/data/replies``, about the sample corpus. Prints how many of
their sentences became what they should, by kind; how many milliseconds a sentence adds, prompt and
checks together; and when the first one is shown. The model is a script that replies at once, so
that what is timed is Loccit alone. ``--list`` also prints what became of each sentence.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from loccit.index import Index, build_index
from loccit.rag import Answer, ChatModel, ModelConfig, stream_answer
from loccit.rag.prose.answering import causes

ROOT = Path(__file__).resolve().parents[2]
REPLIES = ROOT / "benchmarks" / "data" / "replies" / "replies.toml"
_PASSAGE = re.compile(r"(?m)^\[(\d+)\] ")
_TAIL = 30
"""Characters at a sentence's end by which it is found again: what leads it in may be cut off."""


class Played(NamedTuple):
    """A sentence of a reply and what became of it.

    Attributes:
        sentence: as written, with ``text``, ``expect`` and ``kind``.
        became: ``shown``, ``recited``, ``dropped``, ``beside``, ``note``, ``not stated`` or
            ``lost``.
        why: the reason if it was dropped.
    """

    sentence: dict[str, Any]
    became: str
    why: str

    @property
    def is_right(self) -> bool:
        may_be_beside = self.became == "beside" and self.sentence.get("beside", False)
        return may_be_beside or self.became == self.sentence["expect"]


class Timed(NamedTuple):
    """How long an answer took, in milliseconds.

    Attributes:
        first: until its first sentence.
        search: of that, for the extractive answer.
        each: for each sentence of the reply.
    """

    first: float
    search: float
    each: float


class ScriptedModel(BaseChatModel):
    """A chat model that writes given sentences, with the numbers that their passages have."""

    sentences: list[dict[str, Any]]

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _stream(
        self, messages: list[BaseMessage], *args: Any, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        reply = written(self.sentences, numbered_passages(str(messages[-1].content)))
        for word in re.findall(r"\S+\s*", reply):
            yield ChatGenerationChunk(message=AIMessageChunk(word))
        last = AIMessageChunk("", response_metadata={"finish_reason": "stop"})
        yield ChatGenerationChunk(message=last)

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        raise NotImplementedError


def numbered_passages(prompt: str) -> dict[int, str]:
    """The passages of a prompt by their numbers, in one line each."""
    _, *parts = _PASSAGE.split(prompt)
    return {
        int(number): " ".join(text.split())
        for number, text in zip(parts[::2], parts[1::2], strict=True)
    }


def written(sentences: Sequence[dict[str, Any]], passages: dict[int, str]) -> str:
    """A reply with its markers.

    Raises:
        ValueError: if no passage has the words that a sentence names.
    """
    parts = []
    for sentence in sentences:
        cites, text = sentence["cites"], sentence["text"]
        right = [number for number, passage in passages.items() if cites in passage]
        if not right:
            raise ValueError(f"no passage of the prompt has {cites!r}")
        wrong = [number for number in passages if number not in right]
        number = wrong[0] if sentence.get("wrong") else right[0]
        parts.append(f"{text.removesuffix('.')} [{number}]." if cites else text)
    return " ".join(parts)


def became(sentence: dict[str, Any], answer: Answer) -> Played:
    """What became of a sentence."""
    tail = sentence["text"].rstrip(".")[-_TAIL:]
    for dropped in answer.dropped:
        if tail in dropped.text:
            is_beside = dropped.code == causes.BESIDE[1]
            return Played(sentence, "beside" if is_beside else "dropped", dropped.why)
    if any(tail in note for note in answer.notes):
        return Played(sentence, "note", "")
    if answer.model["answerer"] == "extractive":
        is_not_stated = "do not state" in (answer.fallback or "")
        return Played(sentence, "not stated" if is_not_stated else "lost", answer.fallback or "")
    at = answer.text.find(tail)
    for citation in answer.citations:
        if at >= 0 and citation.answer_start <= at < citation.answer_end:
            return Played(sentence, "recited" if citation.recited else "shown", "")
    return Played(sentence, "lost", "")


def play(index: Index, reply: dict[str, Any]) -> tuple[list[Played], Timed]:
    """Ask a reply's question."""
    config = ModelConfig("scripted", "scripted:scripted", cache=False)
    model = ChatModel(config, ScriptedModel(sentences=reply["sentences"]))
    start, first = time.perf_counter(), 0.0
    for answer in stream_answer(index, reply["question"], model=model):
        if answer.text and not first:
            first = 1000 * (time.perf_counter() - start)
    search = answer.timings_ms["retrieve"] + answer.timings_ms["answer"]
    each = answer.timings_ms.get("write", 0.0) / len(reply["sentences"])
    played = [became(sentence, answer) for sentence in reply["sentences"]]
    return played, Timed(first, search, each)


def table(played: Sequence[Played]) -> Iterator[str]:
    """A line for each thing that should happen, and for each kind of sentence."""
    for key in ("expect", "kind"):
        counts = Counter(entry.sentence[key] for entry in played)
        right = Counter(entry.sentence[key] for entry in played if entry.is_right)
        for name, count in sorted(counts.items()):
            yield f"{key:8}{name:14}{right[name]:4} of {count:3} as they should"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, help="index of the sample corpus; built if not given")
    parser.add_argument("--list", action="store_true", help="print what became of each sentence")
    options = parser.parse_args()
    replies = tomllib.loads(REPLIES.read_text(encoding="utf-8"))["reply"]
    with tempfile.TemporaryDirectory() as folder:
        path = options.index or Path(folder, "index")
        if not options.index:
            build_index([ROOT / "corpus"], path)
        index = Index.open(path)
        results = [play(index, reply) for reply in replies]
    played = [entry for entries, _ in results for entry in entries]
    for reply, (entries, _) in zip(replies, results, strict=True) if options.list else ():
        print(reply["question"])
        for entry in entries:
            mark = "  " if entry.is_right else "X "
            print(f"  {mark}{entry.became:11}{entry.sentence['text']}  {entry.why}")
    print(*table(played), sep="\n")
    timed = [times for _, times in results[1:]]  # the first one opens what the others find open
    for name, title in (
        ("first", "to the first sentence"),
        ("search", "of that, the documents"),
        ("each", "added by each sentence"),
    ):
        values = [getattr(times, name) for times in timed]
        print(f"{title:26}{median(values):8.1f} ms, at most {max(values):.1f}, n = {len(values)}")


if __name__ == "__main__":
    main()
