from django.db import migrations

# The logins are made before the migrations run; a database without them has nobody to grant to.
GRANT = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'mumian_worker') THEN
        GRANT DELETE ON outbox_event, outbox_delivery, command TO mumian_worker;
    END IF;
END $$;
"""

REVOKE = GRANT.replace("GRANT DELETE", "REVOKE DELETE").replace(" TO mumian_worker;", " FROM mumian_worker;")


class Migration(migrations.Migration):
    dependencies = [("foundation", "0003_event_is_never_rewritten")]

    operations = [migrations.RunSQL(GRANT, REVOKE)]
