"""An index that a million cases asked for: folders under way by the time left."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_reserved_numbers_are_used_once_at_their_visit")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                models.F("due_before"),
                models.F("id"),
                condition=models.Q(
                    ("folder_barcode__isnull", False), ("stage__in", ["accepted", "approved", "in_production", "ready"])
                ),
                name="folders_under_way",
            ),
        ),
    ]
