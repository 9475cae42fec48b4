"""The user: an employee or an editor, known by employee number; many have no e-mail address."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from content.people.models.unit import Unit


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, employee_number: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Raises ValueError without an employee number."""
        if not employee_number.strip():
            raise ValueError("a user needs an employee number")
        user = self.model(employee_number=employee_number.strip(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, employee_number: str, password: str | None = None, **fields: Any
    ) -> "User":
        return self.create_user(
            employee_number, password, is_staff=True, is_superuser=True, **fields
        )


class User(index.Indexed, AbstractBaseUser, PermissionsMixin):
    """One person. No first and last name: Chinese names are written in one piece."""

    employee_number = models.CharField(_("employee number"), max_length=40, unique=True)
    full_name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
    )
    is_staff = models.BooleanField(_("may enter the administration"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("date joined"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    search_fields: ClassVar = [
        index.AutocompleteField("full_name"),
        *(index.SearchField(name) for name in ("full_name", "employee_number", "email")),
    ]

    USERNAME_FIELD = "employee_number"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("employee_number",)
        permissions = (("see_everything", _("May see content of every audience")),)

    def __str__(self) -> str:
        return self.full_name or self.employee_number

    @property
    def first_name(self) -> str:
        """What Wagtail's menu calls the person; no column, see above."""
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name
