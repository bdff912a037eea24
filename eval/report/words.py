"""Explanations of the terms that the metrics of a group use."""

from __future__ import annotations

WORDS = {
    "Answers": (
        "F1 is the harmonic mean of two figures; it is high only if both are. SQuAD is a public "
        "dataset whose comparison of words is used here. A follow-up is a question that can be "
        "understood only with the conversation so far."
    ),
    "Grounding": (
        "A claim is a sentence or a list item of an answer. ALCE is a published method to evaluate "
        "citations: recall is whether a claim is supported by what it cites, precision whether "
        "each citation is needed for that. The verifier is the program that decides it: it "
        "compares numbers, dates, names, negations and words with those of the source."
    ),
    "Abstaining": (
        "To abstain is to say that the documents do not answer a question. AUROC is 0.5 if the "
        "system's confidence is uninformative, and 1 if it is higher for every answerable question "
        "than for every unanswerable one."
    ),
    "Retrieval": (
        "Before it answers, a system retrieves passages. Recall at 5 is the share of the relevant "
        "documents among the first five. The reciprocal rank is 1 if the first document is "
        "relevant, 1/2 if the second is, and so on; nDCG is 1 if all relevant ones come first. "
        "Intersection over union is the text that evidence and passages share, divided by all text "
        "in either."
    ),
}
