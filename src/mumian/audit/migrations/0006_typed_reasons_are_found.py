from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_each_login_has_its_own_doors")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX looks_with_typed_reasons ON audit_act (id) WHERE act = 'viewed' AND detail ->> 'reason_kind' = 'typed'",
            "DROP INDEX looks_with_typed_reasons",
        ),
    ]
