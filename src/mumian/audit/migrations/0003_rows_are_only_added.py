"""Nothing on record is changed or deleted, by whomever: the grants say it to the logins, these triggers also to the owner.

What the sealer adds must follow on what is there, or it is refused: numbers without gaps, chains in their order, each leaf that of
its act, each head over exactly what is sealed.
"""

from __future__ import annotations

from django.db import migrations

TABLES = ("act", "seal", "node", "sealingkey", "sealedhead", "witness", "witnessstatement")

REFUSE = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is on record is never changed or deleted'
        USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0], DETAIL = TG_ARGV[0];
END $$;
"""

KEEP = "\n".join(
    f"""
CREATE TRIGGER a_record_is_never_changed BEFORE UPDATE OR DELETE ON audit_{table}
    FOR EACH ROW EXECUTE FUNCTION audit_refuse('a_record_is_never_changed');
CREATE TRIGGER a_record_is_never_emptied BEFORE TRUNCATE ON audit_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse('a_record_is_never_emptied');
"""
    for table in TABLES
)

FOLLOW = """
CREATE TRIGGER a_chain_only_grows BEFORE UPDATE ON audit_chain
    FOR EACH ROW WHEN (NEW.thing <> OLD.thing OR NEW.position <> OLD.position + 1)
    EXECUTE FUNCTION audit_refuse('a_chain_only_grows');
CREATE TRIGGER a_chain_is_never_deleted BEFORE DELETE ON audit_chain
    FOR EACH ROW EXECUTE FUNCTION audit_refuse('a_chain_is_never_deleted');
CREATE TRIGGER a_chain_is_never_emptied BEFORE TRUNCATE ON audit_chain
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse('a_chain_is_never_emptied');

CREATE TRIGGER a_session_is_only_closed BEFORE UPDATE ON audit_actingsession
    FOR EACH ROW WHEN (
        OLD.closed_at IS NOT NULL
        OR (NEW.id, NEW.token_hash, NEW.actor_kind, NEW.actor_id, NEW.actor_department, NEW.place, NEW.opened_at, NEW.expires_at)
           IS DISTINCT FROM
           (OLD.id, OLD.token_hash, OLD.actor_kind, OLD.actor_id, OLD.actor_department, OLD.place, OLD.opened_at, OLD.expires_at)
    ) EXECUTE FUNCTION audit_refuse('a_session_is_only_closed');
CREATE TRIGGER a_session_is_never_deleted BEFORE DELETE ON audit_actingsession
    FOR EACH ROW EXECUTE FUNCTION audit_refuse('a_session_is_never_deleted');
CREATE TRIGGER a_session_is_never_emptied BEFORE TRUNCATE ON audit_actingsession
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse('a_session_is_never_emptied');

CREATE FUNCTION audit_contradict(fault text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was sealed does not follow on the record'
        USING ERRCODE = 'check_violation', CONSTRAINT = fault, DETAIL = fault;
END $$;

CREATE FUNCTION audit_seals_follow_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lowest bigint;
    highest bigint;
    many bigint;
BEGIN
    SELECT min(sequence), max(sequence), count(*) INTO lowest, highest, many FROM sealed;
    IF many > 0 AND (highest - lowest + 1 <> many
                     OR lowest <> coalesce((SELECT max(sequence) + 1 FROM audit_seal WHERE sequence < lowest), 0)) THEN
        PERFORM audit_contradict('seals_are_numbered_without_gaps');
    END IF;
    IF EXISTS (SELECT FROM sealed JOIN audit_act act ON act.id = sealed.act_id
               WHERE sealed.leaf <> sha256('\\x00'::bytea || act.hash)) THEN
        PERFORM audit_contradict('a_leaf_is_the_hash_of_its_act');
    END IF;
    IF EXISTS (SELECT FROM sealed JOIN audit_act act ON act.id = sealed.act_id AND act.position > 1
               LEFT JOIN audit_act before ON before.thing = act.thing AND before.position = act.position - 1
               LEFT JOIN audit_seal earlier ON earlier.act_id = before.id AND earlier.sequence < sealed.sequence
               WHERE earlier.sequence IS NULL) THEN
        PERFORM audit_contradict('a_chain_is_sealed_in_its_order');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER seals_follow_on AFTER INSERT ON audit_seal
    REFERENCING NEW TABLE AS sealed FOR EACH STATEMENT EXECUTE FUNCTION audit_seals_follow_on();

CREATE FUNCTION audit_head_follows_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last audit_sealedhead;
BEGIN
    SELECT * INTO last FROM audit_sealedhead ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(last.number, 0) + 1 OR NEW.size <= coalesce(last.size, 0)
       OR NEW.size <> (SELECT max(sequence) + 1 FROM audit_seal) OR NEW.settled_to < coalesce(last.settled_to, 0) THEN
        PERFORM audit_contradict('a_head_stands_over_all_that_is_sealed');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_head_stands_over_all_that_is_sealed BEFORE INSERT ON audit_sealedhead
    FOR EACH ROW EXECUTE FUNCTION audit_head_follows_on();
"""

FORGET = (
    "\n".join(
        f"DROP TRIGGER a_record_is_never_changed ON audit_{table}; DROP TRIGGER a_record_is_never_emptied ON audit_{table};"
        for table in TABLES
    )
    + """
DROP TRIGGER a_chain_only_grows ON audit_chain;
DROP TRIGGER a_chain_is_never_deleted ON audit_chain;
DROP TRIGGER a_chain_is_never_emptied ON audit_chain;
DROP TRIGGER a_session_is_only_closed ON audit_actingsession;
DROP TRIGGER a_session_is_never_deleted ON audit_actingsession;
DROP TRIGGER a_session_is_never_emptied ON audit_actingsession;
DROP TRIGGER seals_follow_on ON audit_seal;
DROP TRIGGER a_head_stands_over_all_that_is_sealed ON audit_sealedhead;
DROP FUNCTION audit_seals_follow_on(), audit_head_follows_on(), audit_contradict(text), audit_refuse();
"""
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_facts_that_a_column_cannot_say")]
    operations = [migrations.RunSQL(REFUSE + KEEP + FOLLOW, FORGET)]
