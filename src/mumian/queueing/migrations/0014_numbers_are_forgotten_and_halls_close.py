"""Telephone numbers that visitors left are forgotten in time, found by an index of their own; a closed hall gives no numbers."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("queueing", "0013_of_how_many_visits_a_sample_is")]
    operations = [
        migrations.RunSQL((SQL / "closed_halls.sql").read_text(), migrations.RunSQL.noop),
        migrations.AddIndex(
            "ticket", models.Index(condition=~models.Q(contact=""), fields=["day"], name="tickets_with_a_number")
        ),
        migrations.AddIndex(
            "appointment",
            models.Index(condition=~models.Q(contact=""), fields=["moved_at"], name="appointments_with_a_number"),
        ),
    ]
