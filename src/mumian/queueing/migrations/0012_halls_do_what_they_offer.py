"""A hall numbers what it does on its days; nobody waits for a low counter that stays closed; what an agent called stands.

And visitors are counted by the address they come from too, more generously than one browser.
"""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("queueing", "0011_blind_numbers_are_drawn_by_lot")]
    operations = [
        migrations.RunSQL((SQL / "offered.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "reachable.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "standing_calls.sql").read_text(), migrations.RunSQL.noop),
        migrations.AddField("appointment", "network", models.CharField(blank=True, db_default="", default="", max_length=64)),
        migrations.AddIndex("appointment", models.Index(fields=["network", "made_at"], name="appointments_of_a_network")),
        migrations.AddIndex(
            "call",
            models.Index(condition=models.Q(outcome__in=["done", "served"]), fields=["ended_at"], name="calls_lately_ended"),
        ),
    ]
