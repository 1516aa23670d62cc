from django.core.management import call_command


def test_the_pages_written_from_the_code_are_fresh():
    call_command("docs", "--check")
