"""How often one address may ask, in the cache that all workers share.

Each act takes a place that frees itself when its time is over. A place is taken by `add`, of which only one of two
at the same moment succeeds: so the window slides, and no count is lost between workers.
"""

import ipaddress
import time

from django.conf import settings
from django.core.cache import cache

from ura.core.encrypted import keyed_hash

HOUR, DAY = 3600, 86400


def allowances():
    """{act: ((how often, in how many seconds), …)}"""
    asks = settings.ASKS_PER_HOUR
    return {
        "ask": ((asks, HOUR), (asks * 3, DAY)),  # by the form and by the API together
        "link": ((3, DAY),),  # confirmations mailed to one e-mail address
        "code": ((10, 600),),  # wrong follow-up codes
        "write": ((20, HOUR),),  # messages within one request
        "referral_code": ((10, 600),),  # wrong codes of referrals; five lock the one link for good
        "referral": ((30, HOUR),),  # acts of an institution within one referral
        "file": ((20, HOUR),),  # the public register as a file: a year of a big office is work
    }


def client(request):
    """A keyed hash of who asks: the address our outermost trusted proxy saw; of IPv6 the network of the subscriber."""
    address = request.META.get("REMOTE_ADDR", "")
    proxies = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if proxies and len(forwarded) >= proxies:
        address = forwarded[-proxies]
    try:
        found = ipaddress.ip_address(address)
        if found.version == 6:
            found = found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False)
        address = str(found)
    except ValueError:
        address = address[:60]
    return keyed_hash("client", 0, address)


def seconds_to_wait(act, who):
    """0 while the act is still allowed, else the seconds until it is again. Takes no place."""
    now = time.time()
    waits = [
        min(taken.values()) - now
        for often, seconds in allowances()[act]
        if len(taken := cache.get_many(_places(act, who, often, seconds))) >= often
    ]
    return max([0, *(int(wait) + 1 for wait in waits)])


def spend(act, who):
    """Take a place; returns 0, or the seconds to wait when there is none (then nothing is taken)."""
    if wait := seconds_to_wait(act, who):
        return wait
    for often, seconds in allowances()[act]:
        places = _places(act, who, often, seconds)
        taken = cache.get_many(places)
        if not any(place not in taken and cache.add(place, time.time() + seconds, seconds) for place in places):
            return seconds_to_wait(act, who) or 1
    return 0


def ask(municipality, request):
    """A place for one more request to this office from this address, whichever way it comes; seconds to wait, or 0."""
    return spend("ask", f"{municipality.pk}-{client(request)}")


def _places(act, who, often, seconds):
    return [f"limit-{act}-{seconds}-{who}-{n}" for n in range(often)]
