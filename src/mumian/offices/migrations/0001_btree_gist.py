"""Exclusion constraints speak of an equal officer and overlapping days in one breath; btree_gist lets them."""

from __future__ import annotations

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [BtreeGistExtension()]
