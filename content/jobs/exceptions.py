"""What a handler may raise, and what is raised inside it when its job is taken from it."""


class JobFailedError(Exception):
    """The job cannot be done. `message` is an English msgid (gettext_noop) for people to read.

    `retry` says whether another attempt could help; without it the job needs attention at once.
    """

    def __init__(self, message: str, *, detail: str = "", retry: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail
        self.retry = retry


class JobInterruptedError(Exception):
    """Raised by `JobRun.check()`: leave at once, write nothing more. Handlers let it pass."""


class JobCancelledError(JobInterruptedError):
    """Someone cancelled the job."""


class LostLeaseError(JobInterruptedError):
    """Another worker holds the job now: whatever this one would write is refused."""


class WorkerStoppingError(JobInterruptedError):
    """The worker was told to stop; the job goes back into the queue with its checkpoint."""


class UnknownJobKindError(LookupError):
    """No handler is registered for this kind."""


class JobStateError(ValueError):
    """The job is not in a state in which this can be done."""
