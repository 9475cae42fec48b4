"""Signing in and out, under each language's prefix. One door for everybody, by employee number."""

from django.urls import path

from content.people.views import ChangePasswordView, SignInView, SignOutView

urlpatterns = [
    path("sign-in/", SignInView.as_view(), name="sign_in"),
    path("sign-out/", SignOutView.as_view(), name="sign_out"),
    path("password/", ChangePasswordView.as_view(), name="change_password"),
]
