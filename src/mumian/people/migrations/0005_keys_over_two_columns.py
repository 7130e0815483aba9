"""Guardianships follow the minor's birth date, and what a document carries is its holder's own.

Django knows no foreign keys over two columns, hence SQL. A corrected birth date is carried over to the guardianship, and
refused when the person would have been of age when it began (Civil Code, article 17).
"""

from __future__ import annotations

from django.db import migrations

ADD = """
ALTER TABLE people_guardianship
    ADD CONSTRAINT a_guardianship_follows_the_birth_date_of_the_minor
        FOREIGN KEY (minor_id, minor_birth_date) REFERENCES people_person (id, birth_date) ON UPDATE CASCADE,
    ADD CONSTRAINT only_minors_have_guardians
        CHECK (valid_from < minor_birth_date + interval '18 years');
ALTER TABLE people_helddocument
    ADD CONSTRAINT a_carrier_is_held_by_the_same_person
        FOREIGN KEY (carrier_id, person_id) REFERENCES people_helddocument (id, person_id);
"""

DROP = """
ALTER TABLE people_guardianship
    DROP CONSTRAINT a_guardianship_follows_the_birth_date_of_the_minor,
    DROP CONSTRAINT only_minors_have_guardians;
ALTER TABLE people_helddocument
    DROP CONSTRAINT a_carrier_is_held_by_the_same_person;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_organisations")]
    operations = [migrations.RunSQL(ADD, DROP)]
