from django.db import migrations

# Django's cache in a table, because all processes must count attempts to sign in together. Not logged: after a crash of the database
# counting starts anew.
CREATE = """
CREATE UNLOGGED TABLE cache_entry (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX cache_entry_by_expiry ON cache_entry (expires);
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'mumian_web') THEN
        GRANT DELETE ON cache_entry TO mumian_web;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'mumian_worker') THEN
        GRANT DELETE ON cache_entry TO mumian_worker;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_accounts_exist")]

    operations = [migrations.RunSQL(CREATE, "DROP TABLE cache_entry")]
