"""What several tests of casework begin with."""

import pytest
from django.utils.translation import override

from ura.cases.tests.walking import make_case


@pytest.fixture
def english():
    with override("en"):
        yield


@pytest.fixture
def case(working, make_enquiry):
    """Opened ten days ago for Teuta, who agreed to counselling."""
    return make_case(working, make_enquiry)
