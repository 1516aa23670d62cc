"""The way through the office: what the left rail offers this officer."""


def navigation(request):
    return {"nav_items": []}
