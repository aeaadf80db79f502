"""Frozen, slotted value classes that cost little to define, and names that are refused with the nearest that there is.

``dataclass(frozen=True, slots=True)`` compiles six methods for each class and its module imports half a dozen others;
a command that lives for 60 ms cannot pay that twenty times. :func:`value` compiles ``__init__`` alone, shares the rest
and imports nothing. It keeps a dataclass's habits: ``dataclasses.replace``, ``fields`` and ``asdict`` work on these
classes (the table they want is made when they ask for it), type checkers treat them as frozen dataclasses, and
``match`` and pickling work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, TypeVar, dataclass_transform, overload

from captionkit.errors import UsageError

if TYPE_CHECKING:
    from dataclasses import Field

__all__ = ["Items", "Named", "check_choice", "field", "parameters_of", "replace", "unknown_field", "value", "verb"]

T = TypeVar("T")
P = ParamSpec("P")
R = TypeVar("R")


class _Field:
    """A field's default or what makes one, whether it counts in comparisons, what it is converted by."""

    __slots__ = ("compare", "converter", "default", "default_factory")

    def __init__(
        self,
        default: Any,
        default_factory: Callable[[], Any] | None = None,
        compare: bool = True,
        converter: type | None = None,
    ) -> None:
        self.default = default
        self.default_factory = default_factory
        self.compare = compare
        self.converter = converter


class _Missing:
    """Stands for a default that is not there."""


def field(
    *,
    default: Any = _Missing,
    default_factory: Callable[[], Any] | None = None,
    compare: bool = True,
    converter: type | None = None,
) -> Any:
    """Describe a field whose default is made for each value, which does not count in comparisons, or which is made a
    ``converter`` (``tuple``) where it is not one.
    """
    return _Field(default, default_factory, compare, converter)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[T]) -> type[T]:
    """Make a frozen, slotted value class of a class with annotated fields.

    >>> @value
    ... class Point:
    ...     x: int
    ...     y: int = 0
    >>> Point(1), Point(1) == Point(1, 0), replace(Point(1), y=5)
    (Point(x=1), True, Point(x=1, y=5))
    """
    fields = {name: _field(cls, name) for name in cls.__dict__.get("__annotations__", {})}  # noqa: RUF063
    compared = [name for name, f in fields.items() if f.compare]
    hashed = [name for name in compared if fields[name].default_factory is not dict]  # a mapping has no hash
    own = cls.__dict__.get("__init__")  # a class whose fields want checking or converting brings its own
    init = own or _init(cls, fields)
    body = {key: item for key, item in cls.__dict__.items() if key not in (*fields, "__dict__", "__weakref__")}
    body |= {
        "__slots__": tuple(fields),
        "__match_args__": tuple(fields),
        "__dataclass_fields__": _Table(fields),
        "__init__": init,
        "_key": staticmethod(_getter(compared)),
        "_hashed": staticmethod(_getter(hashed)),
        "_all": staticmethod(_getter(list(fields))),
        "_described": fields,
    }
    for name, method in _SHARED.items():
        if name != "__repr__" or cls.__repr__ is object.__repr__:  # a base may say how its values are shown
            body.setdefault(name, method)
    kind: Any = type(cls)
    made: type[T] = kind(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    for name in () if own else fields:  # slots are filled past __setattr__, which refuses
        init.__globals__[f"_put_{name}"] = made.__dict__[name].__set__
    return made


class Named:
    """A value whose fields people give by name: an unknown one is refused with the nearest."""

    __slots__ = ()

    if not TYPE_CHECKING:

        def __new__(cls, *values: Any, **fields: Any) -> Any:
            """Refuse an unknown field by name."""
            for name in fields:
                if name not in cls.__match_args__:
                    raise unknown_field(cls.__name__, name, cls.__match_args__)
            return object.__new__(cls)


class Items(Sequence[T]):
    """A result that is a sequence of its ``items``."""

    __slots__ = ()
    items: tuple[T, ...]

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self.items[index]


def replace(one: T, /, **changes: Any) -> T:
    """Return a copy of a value with some fields changed.

    Raises TypeError, with the nearest name, for a field that the value has not.

    >>> from captionkit.model.text import Style
    >>> replace(Style(), itallic=True)
    Traceback (most recent call last):
    TypeError: a Style has no field 'itallic': did you mean 'italic'?
    """
    names = type(one).__match_args__  # type: ignore[attr-defined]
    count = len(names)
    for name in names:
        if name not in changes:
            changes[name] = getattr(one, name)
    if len(changes) > count:
        raise unknown_field(type(one).__name__, next(name for name in changes if name not in names), names)
    return type(one)(**changes)


def unknown_field(kind: str, name: str, known: Iterable[str]) -> TypeError:
    """Return the error for a field that a value of ``kind`` has not; it names the nearest one."""
    from difflib import get_close_matches  # only on the way to an error

    names = list(known)
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    return TypeError(f"a {kind} has no field {name!r}: " + (f"did you mean {near[0]!r}?" if near else ", ".join(names)))


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function refuse a keyword argument that it does not take with the nearest one that it takes.

    >>> from captionkit import load
    >>> load("talk.srt", langauge="en")
    Traceback (most recent call last):
    TypeError: a call of load() has no field 'langauge': did you mean 'language'?
    """
    takes = parameters_of(function)

    @wraps(function)
    def call(*args: P.args, **options: P.kwargs) -> R:
        for name in options:
            if name not in takes:
                raise unknown_field(f"call of {function.__name__}()", name, takes)
        return function(*args, **options)

    return call


def parameters_of(function: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names of the parameters that a function or a verb takes."""
    code = getattr(function, "__wrapped__", function).__code__
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


def check_choice(name: str, value: object, known: Sequence[str]) -> None:
    """Refuse a value that is not one of a closed set.

    Raises UsageError, which names the set and the nearest member.

    >>> check_choice("speakers", "lable", ("none", "label"))
    Traceback (most recent call last):
    ...
    captionkit.errors.UsageError: speakers='lable': must be one of none, label
    """
    if value not in known:
        shown = ", ".join(choice for choice in known if choice)
        raise UsageError(f"{name}={value!r}: must be one of {shown}", hint=nearest(str(value), known))


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the question for the name of ``known`` that was probably meant, ``""`` where none is near."""
    from difflib import get_close_matches  # only on the way to an error

    near = get_close_matches(name, [one for one in known if one], n=1)
    return f"did you mean {near[0]}?" if near else ""


def _field(cls: type, name: str) -> _Field:
    default = cls.__dict__.get(name, _Missing)
    return default if isinstance(default, _Field) else _Field(default)


def _getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gets the attributes ``names`` of an object, as a tuple however many they are."""
    if len(names) != 1:
        return attrgetter(*names) if names else lambda one: ()
    only = attrgetter(names[0])
    return lambda one: (only(one),)


def _init(cls: type, fields: dict[str, _Field]) -> Any:
    scope: dict[str, Any] = {"_missing": _Missing}
    parameters, body = [], []
    for name, f in fields.items():
        source = name
        if f.default_factory is not None:
            scope[f"_new_{name}"] = f.default_factory
            parameters.append(f"{name}=_missing")
            source = f"_new_{name}() if {name} is _missing else {name}"
        elif f.default is not _Missing:
            scope[f"_default_{name}"] = f.default
            parameters.append(f"{name}=_default_{name}")
        else:
            parameters.append(name)
        if f.converter is not None:
            scope[f"_kind_{name}"] = f.converter
            source = f"{source} if {source}.__class__ is _kind_{name} else _kind_{name}({source})"
        body.append(f"    _put_{name}(self, {source})")
    exec(f"def __init__(self, {', '.join(parameters)}):\n" + "\n".join(body or ["    pass"]), scope)  # noqa: S102
    made = scope["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


class _Table:
    """``__dataclass_fields__``, made when :mod:`dataclasses` asks for it."""

    def __init__(self, fields: dict[str, _Field]) -> None:
        self.fields = fields
        self.made: dict[type, dict[str, Field[Any]]] = {}

    def __get__(self, instance: object, owner: type) -> dict[str, Field[Any]]:
        known = self.made.get(owner)
        if known is not None:
            return known
        import dataclasses

        table: dict[str, Field[Any]] = {}
        for name, f in self.fields.items():
            default: Any = dataclasses.MISSING if f.default is _Missing else f.default
            factory: Any = dataclasses.MISSING if f.default_factory is None else f.default_factory
            table[name] = dataclasses.field(default=default, default_factory=factory, compare=f.compare)
            table[name].name, table[name].type = name, owner.__annotations__[name]
            table[name]._field_type = dataclasses._FIELD  # type: ignore[attr-defined]  # what fields() looks for
        self.made[owner] = table
        return table


def _eq(self: Any, other: Any) -> bool:
    if self is other:
        return True
    return bool(self._key(self) == other._key(other)) if other.__class__ is self.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash((self.__class__, self._hashed(self)))


def _repr(self: Any) -> str:
    """Show the fields that are not at their default."""
    shown = []
    for name, f in self._described.items():
        held = getattr(self, name)
        plain = f.default if f.default_factory is None else f.default_factory()
        if held != plain:
            shown.append(f"{name}={held!r}")
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _setattr(self: Any, name: str, item: object) -> NoReturn:
    raise AttributeError(f"cannot assign to {name!r}: a {self.__class__.__name__} is never edited in place")


def _delattr(self: Any, name: str) -> NoReturn:
    raise AttributeError(f"cannot delete {name!r}: a {self.__class__.__name__} is never edited in place")


def _replaced(self: Any, /, **changes: Any) -> Any:
    return replace(self, **changes)


def _reduce(self: Any) -> tuple[Any, ...]:
    return self.__class__, self._all(self)


_SHARED = {
    "__eq__": _eq, "__hash__": _hash, "__repr__": _repr, "__setattr__": _setattr, "__delattr__": _delattr,
    "__reduce__": _reduce, "__replace__": _replaced,
}  # fmt: skip
