"""What holds for every test: Hypothesis judges results, not how long a busy machine takes to make them."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("captionkit", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("captionkit")
