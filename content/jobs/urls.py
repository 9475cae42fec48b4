"""The administration's addresses of the board, below /admin/jobs/."""

from django.urls import path

from content.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.board, name="board"),
    path("board.json", views.board_json, name="board_json"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/retry/", views.retry, name="retry"),
]
