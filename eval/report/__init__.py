"""What a run came to, written for people and for other programs."""

from .write import write_reports

__all__ = ["write_reports"]
