"""Signing in and out, and changing one's password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.people.forms import ChangePasswordForm, SignInForm


class SignInView(LoginView):
    """The one door. `?next=` is followed on this site alone; whoever is in already goes on."""

    template_name = "people/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True


class SignOutView(LogoutView):
    """By POST; then home, in the language one was reading."""

    def get_default_redirect_url(self) -> str:
        return f"/{get_language() or ''}/"


class ChangePasswordView(PasswordChangeView):
    """Asks for the old password; other devices are signed out by the change."""

    template_name = "people/change_password.html"
    form_class = ChangePasswordForm

    def get_success_url(self) -> str:
        return reverse("my_learning")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("Your password is changed. Other devices are signed out."))
        return response
