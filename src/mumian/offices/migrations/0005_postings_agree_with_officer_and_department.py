"""A posting repeats the standing of its officer and the kind of its department; these keys forbid it to say anything else.

Django knows no foreign keys over two columns, hence SQL. There is no ON UPDATE: a standing with postings cannot change
(an employee who becomes police gets a new record), nor can the kind of a department.
"""

from __future__ import annotations

from django.db import migrations

ADD = """
ALTER TABLE offices_posting
    ADD CONSTRAINT a_posting_repeats_the_standing_of_its_officer
        FOREIGN KEY (officer_id, officer_status) REFERENCES offices_officer (id, status),
    ADD CONSTRAINT a_posting_repeats_the_kind_of_its_department
        FOREIGN KEY (department_id, department_kind) REFERENCES offices_department (id, kind),
    ADD CONSTRAINT a_window_of_a_posting_is_in_its_hall
        FOREIGN KEY (window_id, hall_id) REFERENCES offices_window (id, hall_id);
"""

DROP = """
ALTER TABLE offices_posting
    DROP CONSTRAINT a_posting_repeats_the_standing_of_its_officer,
    DROP CONSTRAINT a_posting_repeats_the_kind_of_its_department,
    DROP CONSTRAINT a_window_of_a_posting_is_in_its_hall;
"""


class Migration(migrations.Migration):
    dependencies = [("offices", "0004_postings")]
    operations = [migrations.RunSQL(ADD, DROP)]
