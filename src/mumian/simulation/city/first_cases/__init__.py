"""The first cases of the invented city: at every stage, in every colour, with what makes each list show something."""

from __future__ import annotations

from mumian.simulation.city.first_cases.opening import first_cases

__all__ = ["first_cases"]
