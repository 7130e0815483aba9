"""Accounts: who may sign in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class Account(AbstractBaseUser):
    """Somebody who may sign in; what he may do is said by `offices`."""

    username = models.CharField(max_length=64, unique=True)

    USERNAME_FIELD = "username"
    objects: ClassVar[BaseUserManager[Account]] = BaseUserManager()
