"""Many files: a recipe says what shall be done, a plan what will be done, a run does it and a journal remembers.

::

    recipe (TOML) ── load_recipe ──▶ Recipe ── make_plan (pure) ──▶ Plan ── run_plan (any executor) ──▶ Summary
                                                                                   └── Journal (SQLite)
"""
