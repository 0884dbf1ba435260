"""Modules whose pydantic models are built when they are used, not when they are imported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel, ConfigDict


@contextmanager
def unbuilt() -> Iterator[None]:
    """What is imported here has its models built one by one, each at its first use.

    aiogram defines some six hundred and builds each: that is three quarters of the time that its
    import takes, and a hundred mebibytes. Who uses one finds it whole all the same: the names by
    which it knows the others are kept beside it.
    """
    names: dict[str, Any] = {}

    def remember(*, _types_namespace: Mapping[str, Any] | None = None, **_how: object) -> None:
        names.update(_types_namespace or {})

    config, rebuild = BaseModel.model_config, vars(BaseModel)["model_rebuild"]
    known = set(_models(BaseModel))
    BaseModel.model_config = ConfigDict(**config, defer_build=True)
    BaseModel.model_rebuild = remember  # type: ignore[method-assign]
    try:
        yield
    finally:
        BaseModel.model_config = config
        BaseModel.model_rebuild = rebuild  # type: ignore[method-assign]
    for model in _models(BaseModel):
        if model not in known:
            model.__pydantic_parent_namespace__ = names


def _models(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for model in base.__subclasses__():
        yield model
        yield from _models(model)
