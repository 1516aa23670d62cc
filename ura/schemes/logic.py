"""Three-valued logic (Kleene): True, False, and None for what is not known."""


def all_of(values):
    """False as soon as one is false; unknown when one is unknown; else true."""
    unknown = False
    for value in values:
        if value is False:
            return False
        unknown = unknown or value is None
    return None if unknown else True


def any_of(values):
    """True as soon as one is true; unknown when one is unknown; else false."""
    unknown = False
    for value in values:
        if value is True:
            return True
        unknown = unknown or value is None
    return None if unknown else False


def negated(value):
    return None if value is None else not value
