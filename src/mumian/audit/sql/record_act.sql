-- Record one act in the chain of its thing. The same door as before, with less asked behind it: the session is read without a call
-- of its own, a chain that is known is not offered anew each time, and what nearly every act says is written without a loop.
CREATE OR REPLACE FUNCTION audit_record_act(
    p_token text, p_thing text, p_act text, p_at timestamptz,
    p_detail jsonb DEFAULT '{}', p_personal jsonb DEFAULT '{}', p_expects text DEFAULT 'known',
    OUT act_id bigint, OUT "position" bigint, OUT hash bytea
) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    session audit_actingsession;
    written timestamptz;
    previous bytea;
    detail bytea;
    personal bytea := '\x00000000';
BEGIN
    SELECT * INTO session FROM audit_actingsession WHERE token_hash = sha256(convert_to(p_token, 'UTF8'));
    IF session.id IS NULL OR session.closed_at IS NOT NULL OR p_at IS NULL OR p_at >= session.expires_at THEN
        PERFORM audit_fail('who_acts_is_signed_in', 'no open session says who acts');
    END IF;
    written := clock_timestamp();
    IF p_expects = 'new' THEN
        INSERT INTO audit_chain VALUES (p_thing, 0, audit_start_of_chain(p_thing));
    END IF;
    SELECT chain.position + 1, chain.hash INTO "position", previous FROM audit_chain chain
        WHERE chain.thing = p_thing FOR NO KEY UPDATE;
    IF NOT FOUND AND p_expects = 'either' THEN
        -- Whoever begins the same chain at this moment is waited for, and then stands before us.
        INSERT INTO audit_chain VALUES (p_thing, 0, audit_start_of_chain(p_thing)) ON CONFLICT DO NOTHING;
        SELECT chain.position + 1, chain.hash INTO "position", previous FROM audit_chain chain
            WHERE chain.thing = p_thing FOR NO KEY UPDATE;
    END IF;
    IF "position" IS NULL THEN
        PERFORM audit_fail('an_act_is_done_to_a_known_thing', 'an act was to be recorded on a thing that is not on record');
    END IF;
    -- Where a case stands now is what most acts on record say.
    IF jsonb_typeof(p_detail -> 'stage') = 'string' AND p_detail - 'stage' = '{}' THEN
        detail := audit_field(audit_field('stage'::text) || '\x73'::bytea || audit_field(p_detail ->> 'stage'));
    ELSE
        detail := audit_detail(p_detail);
    END IF;
    IF p_personal IS DISTINCT FROM '{}' THEN
        personal := audit_personal(p_personal);
    END IF;
    hash := sha256(audit_field('mumian-act-1'::text) || audit_field(previous) || audit_field(p_thing) || audit_field("position")
        || audit_field(p_act) || audit_field(session.actor_kind) || audit_field(session.actor_id)
        || audit_field(session.actor_department) || audit_field(session.place) || audit_field(session.id)
        || audit_field(p_at) || audit_field(written) || detail || personal);
    INSERT INTO audit_act AS act (thing, position, act, actor_kind, actor_id, actor_department, session_id, place, at, written_at,
                                  detail, personal, previous, hash)
        VALUES (p_thing, "position", p_act, session.actor_kind, session.actor_id, session.actor_department, session.id,
                session.place, p_at, written, p_detail, p_personal, previous, hash)
        RETURNING act.id INTO act_id;
    UPDATE audit_chain chain SET position = "position", hash = hash WHERE chain.thing = p_thing;
END $$;
