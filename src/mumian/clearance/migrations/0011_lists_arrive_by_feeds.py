"""What arrives is kept as it came and loaded afterwards; a list whose feed has fallen silent clears nobody until it is heard again.

Sources send over the web with a token, of which only the hash lies here; the provincial feed is fetched; units of state staff file at
their desk. Whatever the way, a delivery is one row, named by its sender's key: the same sent twice is there once.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

BEFORE = import_module("mumian.clearance.migrations.0008_released_in_one_look")

TABLES = """
CREATE TABLE lists.source (
    code text PRIMARY KEY CONSTRAINT a_source_has_a_code CHECK (code ~ '^[a-z][a-z0-9-]{1,39}$'),
    name text NOT NULL CONSTRAINT a_source_has_a_name CHECK (btrim(name) <> ''),
    kind text NOT NULL CONSTRAINT a_source_is_of_a_known_kind CHECK (kind IN ('api', 'feed', 'units', 'desk')),
    token_hash bytea CONSTRAINT a_token_of_a_source_is_kept_as_its_hash CHECK (octet_length(token_hash) = 32),
    lists text[] NOT NULL CONSTRAINT a_source_names_its_lists CHECK (cardinality(lists) > 0),
    per_minute integer NOT NULL DEFAULT 30 CONSTRAINT a_source_may_call_at_all CHECK (per_minute > 0),
    opened_on date NOT NULL,
    ends_on date,
    CONSTRAINT only_who_calls_has_a_token CHECK ((kind = 'api') = (token_hash IS NOT NULL)),
    CONSTRAINT a_source_ends_after_it_begins CHECK (ends_on >= opened_on)
);
CREATE UNIQUE INDEX a_token_opens_one_source ON lists.source (token_hash);

CREATE TABLE lists.source_minute (
    source_code text NOT NULL REFERENCES lists.source (code),
    minute timestamptz NOT NULL,
    calls integer NOT NULL,
    PRIMARY KEY (source_code, minute)
);

CREATE TABLE lists.delivery (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_code text NOT NULL REFERENCES lists.source (code),
    stream text NOT NULL CONSTRAINT a_delivery_names_its_stream CHECK (stream ~ '^[A-Z][A-Z0-9_]{1,39}$'),
    key text NOT NULL CONSTRAINT a_delivery_has_a_key CHECK (key <> ''),
    version text NOT NULL CONSTRAINT a_delivery_names_its_version CHECK (version <> ''),
    is_whole boolean NOT NULL,
    body bytea NOT NULL,
    body_digest bytea NOT NULL,
    received_at timestamptz NOT NULL,
    outcome text NOT NULL DEFAULT 'waiting'
        CONSTRAINT a_delivery_comes_to_a_known_end CHECK (outcome IN ('waiting', 'loaded', 'refused')),
    done_at timestamptz,
    counts jsonb,
    rejects jsonb,
    said_zh text NOT NULL DEFAULT '',
    said_en text NOT NULL DEFAULT '',
    CONSTRAINT a_delivery_is_kept_once_by_its_key UNIQUE (source_code, key),
    CONSTRAINT a_delivery_is_what_arrived CHECK (body_digest = sha256(body)),
    CONSTRAINT a_delivery_that_is_done_says_when CHECK ((outcome = 'waiting') = (done_at IS NULL)),
    CONSTRAINT a_delivery_that_is_refused_says_why CHECK (outcome <> 'refused' OR (said_zh <> '' AND said_en <> ''))
);
CREATE INDEX deliveries_that_wait ON lists.delivery (id) WHERE outcome = 'waiting';

CREATE FUNCTION lists.delivery_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moving text[] := ARRAY['outcome', 'done_at', 'counts', 'rejects', 'said_zh', 'said_en'];
BEGIN
    IF OLD.outcome <> 'waiting' OR to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving THEN
        PERFORM lists.fail('a_delivery_is_never_rewritten', 'a delivery is done once and is not rewritten');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER delivery_goes_on BEFORE UPDATE ON lists.delivery FOR EACH ROW EXECUTE FUNCTION lists.delivery_goes_on();
CREATE TRIGGER only_added BEFORE DELETE OR TRUNCATE ON lists.delivery EXECUTE FUNCTION lists.only_added();

-- A stream is what a feed sends; `list_code` waits while it is silent. The register's mirror is a stream beside its list.
CREATE TABLE lists.feed (
    stream text PRIMARY KEY CONSTRAINT a_feed_names_its_stream CHECK (stream ~ '^[A-Z][A-Z0-9_]{1,39}$'),
    list_code text NOT NULL,
    source_code text NOT NULL REFERENCES lists.source (code),
    silent_after interval NOT NULL CONSTRAINT a_feed_falls_silent_after_a_while CHECK (silent_after > interval '0'),
    sequence bigint NOT NULL DEFAULT 0 CONSTRAINT a_feed_counts_from_nothing CHECK (sequence >= 0),
    heard_at timestamptz NOT NULL,
    tried_at timestamptz,
    fault text NOT NULL DEFAULT '' CONSTRAINT a_feed_fails_in_a_known_way CHECK (fault IN ('', 'down', 'slow', 'wrong')),
    fault_since timestamptz,
    CONSTRAINT a_fault_has_its_time CHECK ((fault = '') = (fault_since IS NULL))
);
CREATE INDEX feeds_of_a_list ON lists.feed (list_code);

CREATE FUNCTION lists.feed_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.sequence NOT IN (OLD.sequence, OLD.sequence + 1) OR NEW.heard_at < OLD.heard_at THEN
        PERFORM lists.fail('a_feed_goes_on_by_one', 'nothing of a feed is passed over, and it never goes back');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER feed_goes_on BEFORE UPDATE ON lists.feed FOR EACH ROW EXECUTE FUNCTION lists.feed_goes_on();
"""

DOORS = """
-- Who calls, by the hash of his token; the call is counted against his minute. Empty: nobody, or his time is over.
CREATE FUNCTION lists.caller(p_token_hash bytea, p_at timestamptz, OUT source text, OUT lists text[], OUT is_too_often boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    known lists.source;
    made integer;
BEGIN
    SELECT * INTO known FROM lists.source one WHERE one.token_hash = p_token_hash AND one.opened_on <= lists.day_of(p_at)
        AND coalesce(one.ends_on >= lists.day_of(p_at), true);
    IF known.code IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO lists.source_minute AS kept VALUES (known.code, date_trunc('minute', p_at), 1)
        ON CONFLICT (source_code, minute) DO UPDATE SET calls = kept.calls + 1 RETURNING kept.calls INTO made;
    DELETE FROM lists.source_minute old WHERE old.source_code = known.code AND old.minute < p_at - interval '1 hour';
    source := known.code;
    lists := known.lists;
    is_too_often := made > known.per_minute;
END $$;

CREATE FUNCTION lists.deliver(p_token_hash bytea, p_stream text, p_key text, p_version text, p_whole boolean, p_body bytea,
                              p_at timestamptz, OUT delivery_id bigint, OUT is_new boolean) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known lists.source;
    before lists.delivery;
BEGIN
    SELECT * INTO known FROM lists.source one WHERE one.token_hash = p_token_hash AND one.opened_on <= lists.day_of(p_at)
        AND coalesce(one.ends_on >= lists.day_of(p_at), true);
    IF known.code IS NULL OR NOT p_stream = ANY (known.lists) THEN
        PERFORM lists.fail('a_source_sends_its_own_lists', 'the source does not send this list');
    END IF;
    INSERT INTO lists.delivery (source_code, stream, key, version, is_whole, body, body_digest, received_at)
        VALUES (known.code, p_stream, p_key, p_version, p_whole, p_body, sha256(p_body), p_at)
        ON CONFLICT ON CONSTRAINT a_delivery_is_kept_once_by_its_key DO NOTHING RETURNING id INTO delivery_id;
    is_new := delivery_id IS NOT NULL;
    IF NOT is_new THEN
        SELECT * INTO before FROM lists.delivery one WHERE one.source_code = known.code AND one.key = p_key;
        IF (before.stream, before.version, before.is_whole, before.body_digest)
           IS DISTINCT FROM (p_stream, p_version, p_whole, sha256(p_body)) THEN
            PERFORM lists.fail('a_key_means_one_delivery', 'the key was used for another delivery');
        END IF;
        delivery_id := before.id;
    END IF;
END $$;

CREATE FUNCTION lists.delivery_said(p_token_hash bytea, p_delivery bigint, p_at timestamptz) RETURNS jsonb LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT to_jsonb(one) - ARRAY['body', 'body_digest', 'id', 'source_code'] FROM lists.delivery one
    JOIN lists.source known ON known.code = one.source_code AND known.token_hash = p_token_hash
    WHERE one.id = p_delivery AND coalesce(known.ends_on >= lists.day_of(p_at), true)
$$;

-- How the feeds stand: for the office, about nobody.
CREATE FUNCTION lists.feeds_standing(p_at timestamptz)
RETURNS TABLE (stream text, list_code text, source_name text, sequence bigint, heard_at timestamptz, silent_from timestamptz,
               fault text, fault_since timestamptz) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT feed.stream, feed.list_code, source.name, feed.sequence, feed.heard_at, feed.heard_at + feed.silent_after, feed.fault,
           feed.fault_since
    FROM lists.feed JOIN lists.source ON source.code = feed.source_code ORDER BY feed.stream
$$;

CREATE FUNCTION lists.deliveries_standing(p_most integer)
RETURNS TABLE (id bigint, source_name text, stream text, version text, received_at timestamptz, outcome text,
               done_at timestamptz, counts text, said_zh text, said_en text) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT one.id, source.name, one.stream, one.version, one.received_at, one.outcome, one.done_at, one.counts::text, one.said_zh,
           one.said_en
    FROM lists.delivery one JOIN lists.source ON source.code = one.source_code ORDER BY one.id DESC LIMIT p_most
$$;
"""

RELEASED = BEFORE.RELEASED.replace(
    "    today date := lists.day_of(p_at);",
    "    today date := lists.day_of(p_at);\n"
    "    silent text[] := ARRAY(SELECT feed.list_code FROM lists.feed feed WHERE feed.heard_at + feed.silent_after < p_at);",
).replace(
    "coalesce(shown.is_cleared AND stands.is_cleared, false)",
    "coalesce(shown.is_cleared AND stands.is_cleared, false) AND NOT asked.list_code = ANY (silent)",
)

GRANT = """
REVOKE ALL ON FUNCTION lists.delivery_goes_on(), lists.feed_goes_on(), lists.caller(bytea, timestamptz),
    lists.deliver(bytea, text, text, text, boolean, bytea, timestamptz), lists.delivery_said(bytea, bigint, timestamptz),
    lists.feeds_standing(timestamptz), lists.deliveries_standing(integer) FROM PUBLIC;
DO $$
DECLARE
    login name;
BEGIN
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname = 'mumian_web' LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION lists.caller(bytea, timestamptz), '
                       'lists.deliver(bytea, text, text, text, boolean, bytea, timestamptz), '
                       'lists.delivery_said(bytea, bigint, timestamptz), lists.deliveries_standing(integer) TO %I', login);
    END LOOP;
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname IN ('mumian_web', 'mumian_worker', 'mumian_lists') LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION lists.feeds_standing(timestamptz) TO %I', login);
    END LOOP;
    FOR login IN SELECT rolname FROM pg_roles WHERE rolname = 'mumian_lists' LOOP
        EXECUTE format('GRANT SELECT, INSERT ON TABLE lists.source, lists.delivery, lists.feed TO %I', login);
        EXECUTE format('GRANT UPDATE (ends_on, token_hash) ON TABLE lists.source TO %I', login);
        EXECUTE format('GRANT UPDATE (outcome, done_at, counts, rejects, said_zh, said_en) ON TABLE lists.delivery TO %I', login);
        EXECUTE format('GRANT UPDATE (sequence, heard_at, tried_at, fault, fault_since, silent_after) ON TABLE lists.feed TO %I', login);
        EXECUTE format('GRANT SELECT, INSERT ON TABLE people_registerversion, people_registerentry TO %I', login);
        EXECUTE format('GRANT USAGE ON SEQUENCE people_registerversion_id_seq, people_registerentry_id_seq TO %I', login);
    END LOOP;
END $$;
"""

DROP = """
DROP FUNCTION lists.deliveries_standing(integer);
DROP FUNCTION lists.feeds_standing(timestamptz);
DROP FUNCTION lists.delivery_said(bytea, bigint, timestamptz);
DROP FUNCTION lists.deliver(bytea, text, text, text, boolean, bytea, timestamptz);
DROP FUNCTION lists.caller(bytea, timestamptz);
DROP TABLE lists.feed, lists.delivery, lists.source_minute, lists.source;
DROP FUNCTION lists.feed_goes_on();
DROP FUNCTION lists.delivery_goes_on();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("clearance", "0010_judged_by_the_rules"),
        ("people", "0007_register_versions_are_whole"),
    ]
    operations = [
        migrations.RunSQL(TABLES + DOORS + GRANT, DROP),
        migrations.RunSQL(RELEASED + BEFORE.KEEP, BEFORE.RELEASED + BEFORE.KEEP),
    ]
