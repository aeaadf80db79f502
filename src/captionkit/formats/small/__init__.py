"""Small text formats of the DVD years: MicroDVD, MPL2, SubViewer, SAMI, Spruce, Encore.

``docs/formats/small.md`` says what each has. ``lines`` is what they share; ``frames`` count frames, ``clocks`` times.
"""

__all__: list[str] = []
