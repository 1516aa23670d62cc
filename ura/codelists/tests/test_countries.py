"""Countries come in the reader's language and alphabet, also when they were sorted for another reader before."""

from django.utils.translation import override

from ura.codelists.countries import country_choices, origin_choices


def test_choices_follow_the_language_of_each_reader():
    with override("sq"):
        albanian = country_choices()
    with override("en"):
        english = country_choices()
        groups = [str(group) for group, _places in origin_choices()]
    assert (albanian[3], english[3]) == (("DE", "Gjermani"), ("DE", "Germany"))
    assert groups == ["Countries", "Municipalities"]


def test_list_given_to_a_form_may_be_changed_without_changing_the_next():
    with override("sq"):
        country_choices().clear()
        assert country_choices()[0] == ("AL", "Shqipëri")
