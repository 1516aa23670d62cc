"""What the letters of a request know of its steps."""

from ura.desk.states import EventKind
from ura.letters.models import LetterKind


def focal_point_named(enquiry, events, involvements):
    """The notice of the focal point that was sent (SOP 5.9b step 9, 5.10b step 8); a message marks the step itself."""
    sent = (event for event in reversed(events) if event.kind == EventKind.REPLY_SENT)
    return next((event for event in sent if event.data.get("letter") == LetterKind.FOCAL_POINT), None)
