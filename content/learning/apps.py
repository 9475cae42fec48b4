from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "content.learning"
    label = "learning"

    def ready(self) -> None:
        from content.core.deletion import register_guard
        from content.core.ports import register_viewer_marks, register_watched
        from content.courses.progress import register_progress
        from content.learning.guards import learners_below
        from content.learning.receivers import begin_anew_when_replaced
        from content.learning.selectors import LearningProgress, marks, watched
        from content.recordings.signals import recording_replaced

        register_progress(LearningProgress())
        register_viewer_marks(marks)
        register_watched(watched)
        register_guard(learners_below)
        recording_replaced.connect(
            begin_anew_when_replaced, dispatch_uid="learning.begin_anew_when_replaced"
        )
