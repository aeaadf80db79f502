"""Transforms: plain callables from track to track, named in a table, run as a pipeline."""

from captionkit.transforms.base import Options, Transform, takes
from captionkit.transforms.pipeline import Step, apply, parse_step
from captionkit.transforms.table import TRANSFORMS

__all__ = ["TRANSFORMS", "Options", "Step", "Transform", "apply", "parse_step", "takes"]
