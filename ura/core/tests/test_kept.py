"""What the process keeps is given out as it is, until its time is over."""

from django.core.cache import caches

from ura.core.kept import KeptCache


def test_a_kept_thing_is_the_thing_itself_until_it_is_forgotten():
    cache, thing = caches["local"], object()
    assert isinstance(cache, KeptCache)
    cache.set("thing", thing, 60)
    assert cache.get("thing") is thing
    assert (cache.add("thing", object(), 60), cache.add("other", thing, 60)) == (False, True)
    cache.delete("thing")
    assert (cache.get("thing"), cache.get("other") is thing) == (None, True)


def test_a_kept_thing_goes_when_its_time_is_over():
    cache = caches["local"]
    cache.set("thing", object(), 0)
    assert cache.get("thing", "gone") == "gone"
