"""Texts on which an export is compared with what it was made from."""

from __future__ import annotations


def probe_texts() -> list[str]:
    """Texts of about 3 to 400 word pieces in mixed order, with rare characters among them."""
    words = (
        "the envoy said that talks in Vienna over 60-percent enrichment resume on 29 November "
        "naïve café 北京 🙂 PPR-9087 don’t U.S.-Iran 3.67 % of stockpiles, sanctions; and “relief”"
    ).split()
    sizes = (1, 300, 5, 80, 2, 200, 12, 30, 250, 120, 3, 50)
    return [
        " ".join(words[(7 * number + place) % len(words)] for place in range(size))
        for number, size in enumerate(sizes)
    ]
