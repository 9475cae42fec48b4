"""What can be wrong with a request to learn; each answers with a readable message."""


class LearningError(Exception):
    """Base of all below."""


class CourseNotVisibleError(LearningError):
    """The course does not exist for this person."""


class UnknownPlaySessionError(LearningError):
    """No such play session, or it is somebody else's: the same answer."""


class PlaySessionClosedError(LearningError):
    """Too many later play sessions were opened; the player opens another one."""
