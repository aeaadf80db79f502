"""The library face: one module a verb; ``captionkit.<verb>`` resolves to the function in it."""
