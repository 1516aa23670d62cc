"""The letters some acts ask for: drafted at once, signed and sent by their own way."""


def extension(enquiry, event, *, by):
    return None


def forwarding(enquiry, event, *, by):
    return None


def focal_point(enquiry, event, *, by):
    return None
