"""The pages read the record and add to it by functions; the sealer adds seals; a witness, who signs in as reader, its statements."""

from __future__ import annotations

from django.db import migrations

TABLES = (
    "audit_act, audit_actingsession, audit_chain, audit_seal, audit_node, audit_sealingkey, audit_sealedhead, audit_witness, "
    "audit_witnessstatement"
)
DOORS = """
    audit_record_act(text, text, text, timestamptz, jsonb, jsonb, text),
    audit_record_acts(text, text[], text, timestamptz, jsonb[], jsonb[], text),
    audit_open_session(text, text, text, text, text, timestamptz, timestamptz),
    audit_close_session(text, timestamptz)
"""
STATEMENT = "audit_add_statement(text, bigint, bigint, timestamptz, bytea)"

# The logins are made before the migrations run; a database without them has nobody to grant to.
GRANT = """
REVOKE ALL ON FUNCTION <doors>, <statement>, audit_acting(text, timestamptz) FROM PUBLIC;
DO $$
DECLARE
    login name;
BEGIN
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname IN ('mumian_web', 'mumian_worker') LOOP
        EXECUTE format('REVOKE ALL ON TABLE <tables> FROM %I', login);
        EXECUTE format('GRANT SELECT ON TABLE <tables> TO %I', login);
        EXECUTE format('REVOKE ALL ON SEQUENCE audit_act_id_seq, audit_actingsession_id_seq, audit_witnessstatement_id_seq FROM %I',
                       login);
        EXECUTE format('GRANT EXECUTE ON FUNCTION <doors> TO %I', login);
    END LOOP;
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname = 'mumian_lists' LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION <doors> TO %I', login);
    END LOOP;
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname = 'mumian_sealer' LOOP
        EXECUTE format('GRANT SELECT ON TABLE <tables> TO %I', login);
        EXECUTE format('GRANT SELECT ON SEQUENCE audit_act_id_seq TO %I', login);
        EXECUTE format('GRANT INSERT ON TABLE audit_seal, audit_node, audit_sealingkey, audit_sealedhead TO %I', login);
    END LOOP;
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname = 'mumian_reader' LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION <statement> TO %I', login);
    END LOOP;
END $$;
"""


def filled(text: str) -> str:
    return text.replace("<tables>", TABLES).replace("<doors>", DOORS).replace("<statement>", STATEMENT)


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_acts_are_recorded_by_functions")]
    operations = [migrations.RunSQL(filled(GRANT), migrations.RunSQL.noop)]
