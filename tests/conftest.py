"""For the walks over every address: both offices have one thing of each kind."""

import pytest

from .furnishing import furnish


@pytest.fixture
def furnished(town, make_enquiry):
    """`parts` and `elsewhere`: {name of an address: its parts}, in Lezhë and in Korçë."""
    town.parts = furnish(town.lezha, town.besnik, make_enquiry)
    town.elsewhere = furnish(town.korca, town.drita, make_enquiry)
    return town
