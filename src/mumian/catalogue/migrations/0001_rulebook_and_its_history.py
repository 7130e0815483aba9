import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DocumentType",
            fields=[
                ("code", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("known_since", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Material",
            fields=[
                ("code", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("known_since", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NoticeItem",
            fields=[
                ("code", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("known_since", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReferenceList",
            fields=[
                ("code", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("known_since", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("code", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("known_since", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RulebookLoad",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rulebook", models.CharField(max_length=64)),
                ("version", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("loaded_at", models.DateTimeField()),
                ("loaded_by", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("rulebook", "loaded_at"), name="a_rulebook_is_loaded_once_at_a_moment")
                ],
            },
        ),
        migrations.CreateModel(
            name="RulebookEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rulebook", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=32)),
                ("code", models.CharField(max_length=64)),
                ("content", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("recorded_from", models.DateTimeField()),
                ("recorded_to", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended_entries",
                        to="catalogue.rulebookload",
                    ),
                ),
                (
                    "load",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="catalogue.rulebookload"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["rulebook", "kind", "code", "recorded_from"], name="rulebook_entry_history")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("recorded_to", None)),
                        fields=("rulebook", "kind", "code"),
                        name="an_entry_stands_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_to", None), ("recorded_to__gt", models.F("recorded_from")), _connector="OR"
                        ),
                        name="an_entry_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_by", None), ("recorded_to", None)),
                            models.Q(("ended_by__isnull", False), ("recorded_to__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_entry_ends_by_a_load",
                    ),
                ],
            },
        ),
    ]
