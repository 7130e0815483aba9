"""Special handling names the hall that may take the application or hand the document out: consent frees that one and no other."""

from __future__ import annotations

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).resolve().parents[1] / "sql"


# No row names a hall yet, so that nothing has to be looked through.
HALL = """
ALTER TABLE cases_specialhandling ADD COLUMN hall_id bigint NULL;
-- squawk-ignore adding-foreign-key-constraint
ALTER TABLE cases_specialhandling ADD CONSTRAINT the_hall_of_a_consent_is_one FOREIGN KEY (hall_id) REFERENCES offices_hall (id)
    DEFERRABLE INITIALLY DEFERRED NOT VALID;
-- squawk-ignore constraint-missing-not-valid
ALTER TABLE cases_specialhandling VALIDATE CONSTRAINT the_hall_of_a_consent_is_one;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_moves_touch_fewer_indexes"), ("offices", "0007_duty_is_only_carried_forward")]

    operations = [
        migrations.RunSQL(
            HALL,
            "ALTER TABLE cases_specialhandling DROP COLUMN hall_id;",
            state_operations=[
                migrations.AddField(
                    "specialhandling",
                    "hall",
                    models.ForeignKey(
                        null=True,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.hall",
                    ),
                )
            ],
        ),
        migrations.RunSQL(
            (SQL / "posted_over_or_consented.sql").read_text(),
            (SQL / "posted_over.sql").read_text(),
        ),
    ]
