"""The terms that the figures of a group use, in plain sentences."""

from __future__ import annotations

WORDS = {
    "Answers": (
        "F1, or the harmonic mean, is one figure made of two; it is high only if both are. SQuAD "
        "is a well-known set of questions whose way of comparing words is used here. A follow-up "
        "is a question that can be understood only with what was said before it."
    ),
    "Grounding": (
        "A claim is a sentence of an answer, or an item of its list. ALCE is a published way to "
        "judge citations: recall asks whether what a claim cites bears it out, precision whether "
        "each citation is needed for that. The verifier is the program that decides it: it "
        "compares numbers, dates, names, negations and words with those of the source."
    ),
    "Abstaining": (
        "To abstain is to say that the documents do not answer a question. The confidence is how "
        "sure the system says it is; AUROC is 0.5 if that tells nothing, and 1 if every answerable "
        "question is met with more confidence than every other."
    ),
    "Retrieval": (
        "Before it answers, a system looks for passages. Recall at 5 is the share of the right "
        "documents that stand among its first five. The reciprocal rank is 1 if the first document "
        "is right, a half if the second is, and so on; nDCG is 1 if all right ones stand first. "
        "Intersection over union is what evidence and passages share, out of all that either holds."
    ),
}
