"""Chat models as configured: the ``[models.NAME]`` tables of ``loccit.toml``.

The file is that of ``loccit.index.config``: ``loccit.toml`` in the working folder; no other is
looked for. A working folder may be a folder of documents, which came from anywhere: a file that
lies in one may configure models, but not where questions and passages are sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ....index.config import read_table
from ....index.errors import UsageError, echoed
from .providers import THIS_MACHINE, is_loopback, provider_called
from .settings import check_name, check_names, check_setting


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Settings of a chat model. Prices and costs are in any one currency.

    Attributes:
        name: what it is called in the configuration, and offered as.
        model: LangChain's name of the provider, a colon, and the provider's name of the model.
        default: whether it is asked if no model is named.
        base_url: where it is asked; the provider's own URL if ``None``.
        max_tokens: how many tokens a reply may have, its reasoning included, 1 or more.
        temperature: in [0, 2]; the provider's own if ``None``.
        timeout: seconds that a reply may take in all, retries included.
        stall: seconds without text, or reasoning that is sent, after which a reply is given up.
        retries: how often a request is repeated that failed before any content came, 0 to 10.
        prompt_tokens: how many tokens a prompt may have, 100 or more.
        price_in: the price of a million tokens of prompts.
        price_out: the price of a million tokens of replies.
        max_cost_per_day: what may be spent in a day (UTC).
        max_cost_per_account: what each account may spend in a day.
        max_questions_per_day: how many questions may be asked in a day (UTC).
        max_questions_per_account: how many questions each account may ask in a day.
        cache: whether whole replies are kept in the cache folder and used again; ``None`` for yes,
            except those of a model on another machine where there are accounts.

    Raises:
        UsageError: if a setting has a wrong type, is out of range or holds an API key.
    """

    name: str
    model: str
    default: bool = False
    base_url: str | None = None
    max_tokens: int = 2000
    temperature: float | None = None
    timeout: float = 120.0
    stall: float = 60.0
    retries: int = 2
    prompt_tokens: int = 3000
    price_in: float | None = None
    price_out: float | None = None
    max_cost_per_day: float | None = None
    max_cost_per_account: float | None = None
    max_questions_per_day: int | None = None
    max_questions_per_account: int | None = None
    cache: bool | None = None

    def __post_init__(self) -> None:
        check_name(self.name)
        for field in fields(self):
            value = getattr(self, field.name)
            if value is not None or field.default is not None:
                check_setting(self.name, field.name, value)
        has_limit = (self.max_cost_per_day, self.max_cost_per_account) != (None, None)
        if has_limit and None in (self.price_in, self.price_out):
            raise UsageError(
                f"[models.{self.name}] limits costs without prices; expected price_in and "
                "price_out. Add both, per million tokens, or limit the questions instead"
            )

    @property
    def provider_name(self) -> str:
        """LangChain's name of the provider."""
        return self.model.partition(":")[0]

    @property
    def url(self) -> str | None:
        """Where the model is asked; ``None`` if only the provider's package knows."""
        return self.base_url or provider_called(self.provider_name).base_url


@dataclass(frozen=True, slots=True)
class Models:
    """The configured chat models.

    Attributes:
        configs: their settings, in the order of the file.

    Raises:
        UsageError: if several are the default, or none of several.
    """

    configs: tuple[ModelConfig, ...] = ()

    def __post_init__(self) -> None:
        defaults = [config.name for config in self.configs if config.default]
        if len(defaults) > 1 or (len(self.configs) > 1 and not defaults):
            raise UsageError(
                f"of the chat models {', '.join(self.names)}, {len(defaults)} have default = true; "
                "expected exactly one. Set it in one table [models.NAME] of loccit.toml"
            )

    @property
    def names(self) -> tuple[str, ...]:
        """What the models are called, as configured."""
        return tuple(config.name for config in self.configs)

    @property
    def default(self) -> ModelConfig | None:
        """The model that is asked if none is named; ``None`` if none is configured."""
        return next((config for config in self.configs if config.default), None) or next(
            iter(self.configs), None
        )

    def choose(self, name: str | None = None) -> ModelConfig:
        """The settings of a model.

        Args:
            name: what it is called; ``None`` for the default.

        Raises:
            UsageError: if there is no such model.
        """
        if not self.configs:
            raise UsageError(
                "no chat model is configured; expected a table [models.NAME] in loccit.toml. Add "
                "one with model = 'PROVIDER:MODEL', or ask without a model"
            )
        chosen = next((config for config in self.configs if config.name == name), None)
        if name is None or chosen:
            return chosen or self.default or self.configs[0]
        raise UsageError(
            f"there is no chat model {echoed(name)}; expected one of {', '.join(self.names)}. "
            "Name one of these, or add a table [models.NAME] to loccit.toml"
        )


def load_models(folder: Path | None = None, roots: Sequence[Path] = ()) -> Models:
    """Read the ``[models.NAME]`` tables of ``loccit.toml``.

    Args:
        folder: where the file is; the working folder if ``None``.
        roots: the indexed files and folders; a file that lies in one may not set ``base_url``.

    Raises:
        UsageError: if the file or a setting is wrong.
    """
    place = folder or Path.cwd()
    tables = read_table(place, "models")
    configs = tuple(_config(name, table) for name, table in tables.items())
    path = (place / "loccit.toml").resolve()
    is_among_documents = any(path.is_relative_to(root.resolve()) for root in roots)
    if is_among_documents and any(config.base_url for config in configs):
        raise UsageError(
            f"{path} lies in an indexed folder and sets base_url; expected no file of documents to "
            "say where questions go. Run Loccit from another folder with a loccit.toml of its own"
        )
    return Models(configs)


def _config(name: str, table: Any) -> ModelConfig:
    check_name(name)
    if not isinstance(table, dict):
        raise UsageError(
            f"[models] {name} is {echoed(type(table).__name__)}; expected a table. Write the "
            "settings of each chat model below a line [models.NAME]"
        )
    settings = [field.name for field in fields(ModelConfig) if field.name != "name"]
    check_names(name, table, settings)
    if "model" not in table:
        raise UsageError(
            f"[models.{name}] has no model; expected model = 'PROVIDER:MODEL', such as "
            "'openai:gpt-5-mini'. Add it to loccit.toml"
        )
    return ModelConfig(name=name, **table)


def is_here(config: ModelConfig) -> bool:
    """Whether what a model is asked stays on this machine."""
    return destination(config) == THIS_MACHINE


def destination(config: ModelConfig) -> str:
    """Where the question, the history and passages go: a host, or ``this machine``."""
    if config.url is None:
        return f"the servers of {config.provider_name}"
    host = urlsplit(config.url).hostname or config.url
    if not is_loopback(config.url):
        return host
    # Ollama's program passes what it is asked for these on to its maker's servers.
    if config.provider_name == "ollama" and config.model.endswith(("-cloud", ":cloud")):
        return f"ollama.com, through {THIS_MACHINE}"
    return THIS_MACHINE
