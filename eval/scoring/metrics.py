"""The metrics: their names for people, what they say, and which way is better."""

from __future__ import annotations

from typing import NamedTuple

HEADLINE = "grounded_score"


class Metric(NamedTuple):
    """A figure of a report.

    Attributes:
        name: for machines.
        title: for people.
        about: what it says, in a sentence.
        group: the part of the report that it stands in.
        higher_is_better: else lower is.
    """

    name: str
    title: str
    about: str
    group: str
    higher_is_better: bool = True


_RETRIEVAL, _ANSWERS, _GROUNDING, _ABSTAINING = "Retrieval", "Answers", "Grounding", "Abstaining"

METRICS = (
    Metric(
        HEADLINE,
        "Grounded score",
        "The harmonic mean of the next two: an answer counts by the right sentences that it "
        "cites, an abstention where nothing can be answered.",
        "Headline",
    ),
    Metric(
        "credit",
        "Right and cited",
        "Of what can be answered: cited evidence (F1) times the share of claims that their "
        "citations support; 0 for an abstention or a failure.",
        "Headline",
    ),
    Metric(
        "restraint",
        "Abstains when it should",
        "Of what cannot be answered: the share that was left unanswered.",
        "Headline",
    ),
    Metric(
        "worth",
        "Worth of the answers",
        "Of each question: what it earned, right and cited where it can be answered, left "
        "unanswered where it cannot.",
        _ANSWERS,
    ),
    Metric(
        "evidence_precision",
        "Cited sentences that are evidence",
        "Of the cited sentences, the share that answers the question.",
        _ANSWERS,
    ),
    Metric(
        "evidence_recall",
        "Evidence that is cited",
        "Of the sentences that answer the question, the share that is cited.",
        _ANSWERS,
    ),
    Metric(
        "evidence_f1",
        "Evidence F1",
        "Their harmonic mean.",
        _ANSWERS,
    ),
    Metric(
        "containment",
        "Right answer in the text",
        "A right short answer stands in the text, word for word.",
        _ANSWERS,
    ),
    Metric(
        "token_f1",
        "Words shared with the right answer",
        "SQuAD's F1 of the short answer, or of the text where there is none.",
        _ANSWERS,
    ),
    Metric(
        "short_right",
        "Short answer right",
        "Where a short answer is given: it holds a right one, or is a part of it.",
        _ANSWERS,
    ),
    Metric(
        "standalone_f1",
        "Follow-up understood",
        "Words shared by the question as understood and as a person wrote it in full.",
        _ANSWERS,
    ),
    Metric(
        "quote_exact",
        "Quotes exact",
        "Of the citations, the share whose quote stands at its place, character by character.",
        _GROUNDING,
    ),
    Metric(
        "citation_recall",
        "Claims that their citations support",
        "Of the claims, the share that what they cite bears out (ALCE's citation recall).",
        _GROUNDING,
    ),
    Metric(
        "citation_precision",
        "Citations that are needed",
        "Of the citations, the share that bears a claim out and is not beside the point "
        "(ALCE's citation precision).",
        _GROUNDING,
    ),
    Metric(
        "fabricated",
        "Claims that no document supports",
        "Of all claims.",
        _GROUNDING,
        False,
    ),
    Metric(
        "misattributed",
        "Claims with the wrong source",
        "Of all claims: another document supports it than is cited.",
        _GROUNDING,
        False,
    ),
    Metric(
        "over_refusal",
        "Refused though answerable",
        "Of what can be answered.",
        _ABSTAINING,
        False,
    ),
    Metric(
        "under_refusal",
        "Answered though not answerable",
        "Of what cannot be answered.",
        _ABSTAINING,
        False,
    ),
    Metric(
        "auroc",
        "Confidence tells answerable from not",
        "The chance that an answerable question is met with more confidence (AUROC).",
        _ABSTAINING,
    ),
    Metric(
        "aurc",
        "Risk over coverage",
        "The mean share of wrong answers when only the surest are given, over all shares (AURC).",
        _ABSTAINING,
        False,
    ),
    Metric(
        "recall@5",
        "Right documents among 5",
        "Of the documents that answer, the share among the first five read.",
        _RETRIEVAL,
    ),
    Metric(
        "recall@10",
        "Right documents among 10",
        "The same among the first ten.",
        _RETRIEVAL,
    ),
    Metric(
        "mrr",
        "Rank of the first right document",
        "1 if it is the first, a half if it is the second, and so on (MRR).",
        _RETRIEVAL,
    ),
    Metric(
        "ndcg@10",
        "Order of the documents",
        "1 if all right ones stand first (nDCG at 10).",
        _RETRIEVAL,
    ),
    Metric(
        "span_recall",
        "Evidence among 4,000 characters",
        "Of the evidence's characters, those in the first 4,000 retrieved.",
        _RETRIEVAL,
    ),
    Metric(
        "span_precision",
        "Retrieved characters that are evidence",
        "Of the first 4,000 retrieved.",
        _RETRIEVAL,
    ),
    Metric(
        "span_iou",
        "Overlap of evidence and retrieved",
        "Intersection over union, of the same.",
        _RETRIEVAL,
    ),
)
BY_NAME = {metric.name: metric for metric in METRICS}
EACH = tuple(metric.name for metric in METRICS if metric.name not in {HEADLINE, "auroc", "aurc"})
"""Those that each example has; the others are of a whole set."""
