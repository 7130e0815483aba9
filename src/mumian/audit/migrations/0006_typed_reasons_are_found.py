from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("audit", "0005_each_login_has_its_own_doors")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY looks_with_typed_reasons ON audit_act (id) "
            "WHERE act = 'viewed' AND detail ->> 'reason_kind' = 'typed'",
            "DROP INDEX CONCURRENTLY looks_with_typed_reasons",
        ),
    ]
