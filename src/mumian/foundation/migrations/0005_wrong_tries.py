from django.db import migrations, models

# The logins are made before the migrations run; a database without them has nobody to grant to.
GRANT = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'mumian_worker') THEN
        GRANT DELETE ON wrong_tries TO mumian_worker;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0004_worker_may_forget")]

    operations = [
        migrations.CreateModel(
            name="WrongTries",
            fields=[
                ("subject", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("wrong", models.PositiveIntegerField()),
                ("last_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
            ],
            options={
                "db_table": "wrong_tries",
                "indexes": [models.Index(models.F("last_at"), name="wrong_tries_by_age")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("subject__regex", "^[0-9a-f]{64}$")), name="who_tried_is_kept_as_a_hash"
                    )
                ],
            },
        ),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
