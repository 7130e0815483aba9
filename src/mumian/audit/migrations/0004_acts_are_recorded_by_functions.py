"""The only doors to the record: open and close a session, record an act or a set of them, add a witness's statement.

Each runs with the rights of the owner and finds the actor by the token of his session, never by a setting that an injected
statement could change. The chain's row is locked before the act gets its number, so that numbers of a chain grow with it. The bytes that
are hashed are those of docs/concepts/audit-format.md.
"""

from __future__ import annotations

from django.db import migrations

BYTES = """
CREATE FUNCTION audit_field(value bytea) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT int4send(octet_length(value)) || value
$$;
CREATE FUNCTION audit_field(value text) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT int4send(octet_length(value)) || convert_to(value, 'UTF8')
$$;
CREATE FUNCTION audit_field(value bigint) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT '\\x00000008'::bytea || int8send(value)
$$;
CREATE FUNCTION audit_field(value timestamptz) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT '\\x00000008'::bytea || int8send((extract(epoch FROM value) * 1000000)::bigint)
$$;
CREATE FUNCTION audit_fail(fault text, said text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', said USING ERRCODE = 'check_violation', CONSTRAINT = fault, DETAIL = fault;
END $$;
-- Loops, because one query over a whole detail takes twice as long; the shape is checked on the way, because a constraint of the
-- table takes as long again. One way to write it, whoever reads it: no numbers (1 or 1.0?), no nesting.
CREATE FUNCTION audit_detail(detail jsonb) RETURNS bytea LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    one record;
    part record;
    parts bytea;
    written bytea := '';
BEGIN
    IF detail = '{}' THEN
        RETURN '\\x00000000'::bytea;
    END IF;
    FOR one IN SELECT key, value, jsonb_typeof(value) AS kind FROM jsonb_each(detail) ORDER BY key COLLATE "C" LOOP
        IF one.kind = 'string' THEN
            written := written || audit_field(one.key) || '\\x73'::bytea || audit_field(one.value #>> '{}');
        ELSIF one.kind = 'array' THEN
            parts := '';
            FOR part IN SELECT value #>> '{}' AS text, jsonb_typeof(value) AS kind FROM jsonb_array_elements(one.value) LOOP
                IF part.kind <> 'string' THEN
                    PERFORM audit_fail('a_detail_is_texts_and_lists_of_texts', 'a list in a detail holds texts');
                END IF;
                parts := parts || audit_field(part.text);
            END LOOP;
            written := written || audit_field(one.key) || '\\x6c'::bytea || audit_field(parts);
        ELSE
            PERFORM audit_fail('a_detail_is_texts_and_lists_of_texts', 'a detail holds texts and lists of texts');
        END IF;
    END LOOP;
    RETURN audit_field(written);
END $$;
CREATE FUNCTION audit_personal(personal jsonb) RETURNS bytea LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    IF personal <> '{}' AND EXISTS (SELECT FROM jsonb_each(personal) AS one
                                    WHERE jsonb_typeof(one.value) <> 'string' OR one.value #>> '{}' !~ '^[0-9a-f]{64}$') THEN
        PERFORM audit_fail('personal_values_are_kept_as_hashes', 'personal values enter the record as hashes');
    END IF;
    RETURN audit_detail(personal);
END $$;
CREATE FUNCTION audit_start_of_chain(thing text) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(audit_field('mumian-chain-1'::text) || audit_field(thing))
$$;
CREATE FUNCTION audit_act_hash(
    previous bytea, thing text, "position" bigint, act text, session audit_actingsession, at timestamptz, written_at timestamptz,
    detail jsonb, personal jsonb
) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(audit_field('mumian-act-1'::text) || audit_field(previous) || audit_field(thing) || audit_field("position")
        || audit_field(act) || audit_field(session.actor_kind) || audit_field(session.actor_id)
        || audit_field(session.actor_department) || audit_field(session.place) || audit_field(session.id)
        || audit_field(at) || audit_field(written_at) || audit_detail(detail) || audit_personal(personal))
$$;
"""

# A SECURITY DEFINER function names its path: else a temporary table of the caller could stand in for one of ours.
ACT = """
CREATE FUNCTION audit_acting(p_token text, p_at timestamptz) RETURNS audit_actingsession LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    session audit_actingsession;
BEGIN
    SELECT * INTO session FROM audit_actingsession WHERE token_hash = sha256(convert_to(p_token, 'UTF8'));
    IF session.id IS NULL OR session.closed_at IS NOT NULL OR p_at IS NULL OR p_at >= session.expires_at THEN
        PERFORM audit_fail('who_acts_is_signed_in', 'no open session says who acts');
    END IF;
    RETURN session;
END $$;

CREATE FUNCTION audit_record_act(
    p_token text, p_thing text, p_act text, p_at timestamptz,
    p_detail jsonb DEFAULT '{}', p_personal jsonb DEFAULT '{}', p_expects text DEFAULT 'known',
    OUT act_id bigint, OUT "position" bigint, OUT hash bytea
) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    session audit_actingsession := audit_acting(p_token, p_at);
    written timestamptz := clock_timestamp();
    previous bytea;
BEGIN
    IF p_expects = 'new' THEN
        INSERT INTO audit_chain VALUES (p_thing, 0, audit_start_of_chain(p_thing));
    ELSIF p_expects = 'either' THEN
        INSERT INTO audit_chain VALUES (p_thing, 0, audit_start_of_chain(p_thing)) ON CONFLICT DO NOTHING;
    END IF;
    SELECT chain.position + 1, chain.hash INTO "position", previous FROM audit_chain chain
        WHERE chain.thing = p_thing FOR NO KEY UPDATE;
    IF "position" IS NULL THEN
        PERFORM audit_fail('an_act_is_done_to_a_known_thing', 'an act was to be recorded on a thing that is not on record');
    END IF;
    hash := audit_act_hash(previous, p_thing, "position", p_act, session, p_at, written, p_detail, p_personal);
    INSERT INTO audit_act AS act (thing, position, act, actor_kind, actor_id, actor_department, session_id, place, at, written_at,
                                  detail, personal, previous, hash)
        VALUES (p_thing, "position", p_act, session.actor_kind, session.actor_id, session.actor_department, session.id,
                session.place, p_at, written, p_detail, p_personal, previous, hash)
        RETURNING act.id INTO act_id;
    UPDATE audit_chain chain SET position = "position", hash = hash WHERE chain.thing = p_thing;
END $$;

CREATE FUNCTION audit_record_acts(
    p_token text, p_things text[], p_act text, p_at timestamptz, p_details jsonb[], p_personals jsonb[],
    p_expects text DEFAULT 'known'
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    session audit_actingsession := audit_acting(p_token, p_at);
    written timestamptz := clock_timestamp();
    locked bigint;
BEGIN
    IF cardinality(p_details) IS DISTINCT FROM cardinality(p_things)
       OR cardinality(p_personals) IS DISTINCT FROM cardinality(p_things) THEN
        PERFORM audit_fail('each_thing_has_its_detail', 'as many details and personal values are needed as there are things');
    END IF;
    IF p_expects = 'new' THEN
        INSERT INTO audit_chain SELECT thing, 0, audit_start_of_chain(thing) FROM unnest(p_things) AS thing;
    ELSIF p_expects = 'either' THEN
        INSERT INTO audit_chain SELECT thing, 0, audit_start_of_chain(thing) FROM unnest(p_things) AS thing ORDER BY thing
            ON CONFLICT DO NOTHING;
    END IF;
    -- Always in the same order, so that two sets never wait for each other.
    PERFORM FROM audit_chain WHERE thing = ANY (p_things) ORDER BY thing FOR NO KEY UPDATE;
    GET DIAGNOSTICS locked = ROW_COUNT;
    IF locked <> cardinality(p_things) THEN
        PERFORM audit_fail('an_act_is_done_to_a_known_thing',
                           'acts were to be recorded on a thing that is not on record, or on the same thing twice');
    END IF;
    WITH recorded AS (
        INSERT INTO audit_act (thing, position, act, actor_kind, actor_id, actor_department, session_id, place, at, written_at,
                               detail, personal, previous, hash)
        SELECT one.thing, chain.position + 1, p_act, session.actor_kind, session.actor_id, session.actor_department, session.id,
               session.place, p_at, written, one.detail, one.personal, chain.hash,
               audit_act_hash(chain.hash, one.thing, chain.position + 1, p_act, session, p_at, written, one.detail, one.personal)
        FROM unnest(p_things, p_details, p_personals) AS one(thing, detail, personal)
        JOIN audit_chain chain ON chain.thing = one.thing
        RETURNING thing, position, hash
    )
    UPDATE audit_chain chain SET position = recorded.position, hash = recorded.hash FROM recorded
        WHERE chain.thing = recorded.thing;
    RETURN locked;
END $$;
"""

SESSION = """
CREATE FUNCTION audit_open_session(
    p_token text, p_kind text, p_id text, p_department text, p_place text, p_at timestamptz, p_expires_at timestamptz
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    opened bigint;
BEGIN
    IF coalesce(length(p_token), 0) < 32 THEN
        PERFORM audit_fail('a_token_cannot_be_guessed', 'a token has at least 32 characters');
    END IF;
    INSERT INTO audit_actingsession (token_hash, actor_kind, actor_id, actor_department, place, opened_at, expires_at)
        VALUES (sha256(convert_to(p_token, 'UTF8')), p_kind, p_id, p_department, p_place, p_at, p_expires_at)
        RETURNING id INTO opened;
    -- Whoever opens a session under another's name leaves a trace where that one will find it.
    PERFORM audit_record_act(p_token, p_kind || ':' || p_id, 'session_opened', p_at, p_expects => 'either');
    RETURN opened;
END $$;

CREATE FUNCTION audit_close_session(p_token text, p_at timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    session audit_actingsession := audit_acting(p_token, p_at);
BEGIN
    PERFORM audit_record_act(p_token, session.actor_kind || ':' || session.actor_id, 'session_closed', p_at);
    UPDATE audit_actingsession SET closed_at = p_at WHERE id = session.id;
END $$;
"""

STATEMENT = """
CREATE FUNCTION audit_add_statement(p_witness text, p_serial bigint, p_head bigint, p_at timestamptz, p_signature bytea)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    last audit_witnessstatement;
BEGIN
    PERFORM FROM audit_witness WHERE name = p_witness FOR UPDATE;
    SELECT * INTO last FROM audit_witnessstatement WHERE witness_id = p_witness ORDER BY serial DESC LIMIT 1;
    IF p_serial IS DISTINCT FROM coalesce(last.serial, 0) + 1 OR p_head <= coalesce(last.head_id, 0) THEN
        PERFORM audit_fail('a_statement_follows_the_last_one', 'a statement follows on the last one of its witness');
    END IF;
    INSERT INTO audit_witnessstatement (witness_id, serial, head_id, size, root, at, signature)
        SELECT p_witness, p_serial, p_head, head.size, head.root, p_at, p_signature FROM audit_sealedhead head
        WHERE head.number = p_head;
    IF NOT FOUND THEN
        PERFORM audit_fail('a_statement_is_about_a_head', 'there is no such head');
    END IF;
END $$;
"""

DROP = """
DROP FUNCTION audit_add_statement(text, bigint, bigint, timestamptz, bytea);
DROP FUNCTION audit_close_session(text, timestamptz);
DROP FUNCTION audit_open_session(text, text, text, text, text, timestamptz, timestamptz);
DROP FUNCTION audit_record_acts(text, text[], text, timestamptz, jsonb[], jsonb[], text);
DROP FUNCTION audit_record_act(text, text, text, timestamptz, jsonb, jsonb, text);
DROP FUNCTION audit_acting(text, timestamptz);
DROP FUNCTION audit_act_hash(bytea, text, bigint, text, audit_actingsession, timestamptz, timestamptz, jsonb, jsonb);
DROP FUNCTION audit_start_of_chain(text);
DROP FUNCTION audit_personal(jsonb), audit_detail(jsonb), audit_fail(text, text), audit_field(timestamptz), audit_field(bigint), audit_field(text), audit_field(bytea);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_rows_are_only_added")]
    operations = [migrations.RunSQL(BYTES + ACT + SESSION + STATEMENT, DROP)]
