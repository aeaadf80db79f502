"""Language models as translators: presets over three documented protocols, one prompt, one reader of replies."""
