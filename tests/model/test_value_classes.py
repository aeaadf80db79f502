from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

import pytest

from captionkit.values import field, replace, value

T = TypeVar("T")


@value
class Point:
    """A point."""

    x: int
    y: int = 0
    tags: Mapping[str, Any] = field(default_factory=dict)
    note: str = field(default="", compare=False)

    @property
    def total(self) -> int:
        return self.x + self.y


@value
class Box(Generic[T]):
    content: T


def test_construction_defaults_and_equality() -> None:
    assert Point(1) == Point(1, 0, {}, "seen")
    assert Point(1) != Point(2)
    assert Point(1) != (1, 0, {})
    assert Point(x=1, y=2).total == 3
    assert Point(1).tags is not Point(1).tags
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]


def test_values_are_frozen_and_slotted() -> None:
    point = Point(1)
    with pytest.raises(AttributeError, match="never edited"):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del point.x
    with pytest.raises(AttributeError):
        object.__setattr__(point, "z", 1)


def test_dataclasses_functions_work_on_them() -> None:
    point = Point(1, 2)
    assert dataclasses.is_dataclass(point)
    assert [f.name for f in dataclasses.fields(point)] == ["x", "y", "tags", "note"]
    assert dataclasses.asdict(point) == {"x": 1, "y": 2, "tags": {}, "note": ""}
    assert dataclasses.replace(point, y=5) == replace(point, y=5) == Point(1, 5)
    with pytest.raises(TypeError):
        replace(point, z=1)


def test_matching_pickling_hashing_and_repr() -> None:
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)
    assert pickle.loads(pickle.dumps(Point(1, 2, note="n"))).note == "n"
    assert hash(Box("a")) == hash(Box("a"))
    assert repr(Box("a")) == "Box(content='a')"
    assert Point.__doc__ == "A point."
    assert Box[int](5).content == 5
