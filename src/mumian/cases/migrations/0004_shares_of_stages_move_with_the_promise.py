"""When the clock stood still or the calendar changed, the last days of the stages' shares are counted anew as the limits are."""

from django.db import migrations

# The logins are made before the migrations run; a database without them has nobody to grant to.
GRANT = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'mumian_web') AND EXISTS (SELECT FROM pg_roles WHERE rolname = 'mumian_worker') THEN
        GRANT UPDATE (until) ON cases_stageshare TO mumian_web, mumian_worker;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_clearance_has_the_last_word")]

    operations = [migrations.RunSQL(GRANT, migrations.RunSQL.noop)]
