"""Who comes in by which door. Only the role `lists` reads the tables; pages and jobs ask and are told cleared or not.

What holders see and decide stands behind doors that ask for the token of their session.
"""

from __future__ import annotations

from django.db import migrations

GRANT = """
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA lists FROM PUBLIC;
DO $$
DECLARE
    login name;
BEGIN
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname IN ('mumian_web', 'mumian_worker', 'mumian_lists') LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA lists TO %I', login);
        EXECUTE format('GRANT EXECUTE ON FUNCTION lists.is_cleared(text, text, timestamptz), '
                       'lists.released(text[], timestamptz), lists.look_again(timestamptz), '
                       'lists.day_of(timestamptz), lists.next_tick(timestamptz), lists.fail(text, text) TO %I', login);
    END LOOP;
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname IN ('mumian_web', 'mumian_worker') LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION lists.ask(jsonb, timestamptz), lists.close(text[], timestamptz) TO %I', login);
    END LOOP;
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname = 'mumian_web' LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION lists.matches_of(text, text, text, timestamptz), '
                       'lists.waiting_for(text, timestamptz), lists.decide(text, bigint, text, text, text, timestamptz), '
                       'lists.confirm(text, bigint, timestamptz), lists.withdraw(text, bigint, timestamptz) TO %I', login);
    END LOOP;
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname = 'mumian_lists' LOOP
        EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA lists TO %I', login);
        EXECUTE format('GRANT INSERT ON TABLE lists.reference_list, lists.list_version, lists.entry, lists.entry_key, lists.holder TO %I',
                       login);
        EXECUTE format('GRANT UPDATE (is_register, two_people, current_version) ON TABLE lists.reference_list TO %I', login);
        EXECUTE format('GRANT UPDATE (ended_version) ON TABLE lists.entry TO %I', login);
        EXECUTE format('GRANT UPDATE (valid_to) ON TABLE lists.holder TO %I', login);
        EXECUTE format('GRANT EXECUTE ON FUNCTION lists.list_changed(bigint, boolean, timestamptz) TO %I', login);
        EXECUTE format('GRANT SELECT ON TABLE offices_officer, catalogue_rulebookload, catalogue_rulebookentry TO %I', login);
        EXECUTE format('GRANT INSERT ON TABLE outbox_event TO %I', login);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("clearance", "0004_holders_see_and_decide"),
        ("catalogue", "0001_rulebook_and_its_history"),
        ("foundation", "0001_outbox"),
    ]
    operations = [migrations.RunSQL(GRANT, migrations.RunSQL.noop)]
