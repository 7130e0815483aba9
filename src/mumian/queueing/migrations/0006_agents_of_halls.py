"""By what the agent of a hall is known to the centre."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("offices", "0007_duty_is_only_carried_forward"),
        ("queueing", "0005_hours_of_a_hall"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgentCredential",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agent", models.CharField(max_length=40)),
                ("token_hash", models.BinaryField(unique=True)),
                ("given_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "given_by",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.officer"
                    ),
                ),
                (
                    "hall",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.hall"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("hall",),
                        name="a_hall_has_one_agent_that_is_believed",
                    )
                ],
            },
        ),
    ]
