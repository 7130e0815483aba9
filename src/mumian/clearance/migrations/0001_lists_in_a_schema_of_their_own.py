"""The tables of the reference lists. They are not in `public`, so nobody gets rights on them by default.

Written as SQL: no page and no query of Django may ever reach them, so there is no model to reach them by.
"""

from __future__ import annotations

from django.db import migrations

LISTS = """
CREATE SCHEMA lists;

CREATE TABLE lists.reference_list (
    code text PRIMARY KEY CONSTRAINT a_list_has_a_code CHECK (code ~ '^[A-Z][A-Z0-9_]{1,39}$'),
    is_register boolean NOT NULL,
    two_people boolean NOT NULL,
    current_version bigint
);

CREATE TABLE lists.list_version (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    list_code text NOT NULL REFERENCES lists.reference_list (code),
    version text NOT NULL CONSTRAINT a_version_has_a_name CHECK (version <> ''),
    file_digest bytea NOT NULL,
    is_whole boolean NOT NULL,
    added bigint NOT NULL,
    changed bigint NOT NULL,
    unchanged bigint NOT NULL,
    ended bigint NOT NULL,
    rejected bigint NOT NULL,
    loaded_at timestamptz NOT NULL,
    loaded_by text NOT NULL,
    CONSTRAINT a_version_is_loaded_once UNIQUE (list_code, version),
    CONSTRAINT version_and_its_list UNIQUE (id, list_code)
);

ALTER TABLE lists.reference_list ADD CONSTRAINT a_list_stands_at_a_version_of_its_own
    FOREIGN KEY (current_version, code) REFERENCES lists.list_version (id, list_code);

CREATE TABLE lists.entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    list_code text NOT NULL,
    entry_id text NOT NULL CONSTRAINT an_entry_has_a_number CHECK (entry_id <> ''),
    name text NOT NULL CONSTRAINT an_entry_has_a_name CHECK (name <> ''),
    name_form text NOT NULL,
    aliases text[] NOT NULL,
    birth_date text NOT NULL CONSTRAINT a_birth_date_is_a_day_or_a_year CHECK (birth_date ~ '^([0-9]{4}(-[0-9]{2}-[0-9]{2})?)?$'),
    id_number text NOT NULL,
    doc_number text NOT NULL,
    nationality text NOT NULL,
    sex text NOT NULL CONSTRAINT sex_of_an_entry_is_as_documents_write_it CHECK (sex IN ('', 'M', 'F', 'X')),
    ground text NOT NULL,
    valid_from date,
    valid_to date,
    owner text NOT NULL,
    digest bytea NOT NULL,
    normaliser smallint NOT NULL,
    first_version bigint NOT NULL,
    ended_version bigint,
    CONSTRAINT an_entry_ends_after_it_begins CHECK (valid_to >= valid_from),
    CONSTRAINT an_entry_begins_with_a_version_of_its_list
        FOREIGN KEY (first_version, list_code) REFERENCES lists.list_version (id, list_code),
    CONSTRAINT an_entry_ends_with_a_version_of_its_list
        FOREIGN KEY (ended_version, list_code) REFERENCES lists.list_version (id, list_code),
    CONSTRAINT entry_and_its_list UNIQUE (id, list_code)
);
CREATE UNIQUE INDEX an_entry_stands_once_on_its_list ON lists.entry (list_code, entry_id) WHERE ended_version IS NULL;
CREATE INDEX entries_begun_with_a_version ON lists.entry (first_version);
CREATE INDEX entries_ended_with_a_version ON lists.entry (ended_version) WHERE ended_version IS NOT NULL;

CREATE TABLE lists.entry_key (
    key text NOT NULL CONSTRAINT a_key_has_a_type CHECK (key ~ '^[A-Z]:.'),
    entry_id bigint NOT NULL REFERENCES lists.entry (id),
    PRIMARY KEY (key, entry_id)
);
CREATE INDEX keys_of_an_entry ON lists.entry_key (entry_id);

CREATE TABLE lists.holder (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    list_code text NOT NULL REFERENCES lists.reference_list (code),
    officer_id bigint NOT NULL,
    standing text NOT NULL DEFAULT 'police' CONSTRAINT lists_are_held_only_by_police CHECK (standing = 'police'),
    valid_from date NOT NULL,
    valid_to date,
    CONSTRAINT a_holding_ends_after_it_begins CHECK (valid_to >= valid_from),
    CONSTRAINT a_holder_is_an_officer_of_that_standing
        FOREIGN KEY (officer_id, standing) REFERENCES offices_officer (id, status),
    CONSTRAINT an_officer_holds_a_list_once_at_a_time
        EXCLUDE USING gist (list_code WITH =, officer_id WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);
CREATE INDEX lists_of_an_officer ON lists.holder (officer_id);
"""

WATCHES = """
CREATE TABLE lists.watch (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference text NOT NULL CONSTRAINT a_watch_names_its_reference CHECK (reference <> ''),
    person jsonb NOT NULL,
    person_digest bytea NOT NULL,
    name_form text NOT NULL,
    birth_date date NOT NULL,
    normaliser smallint NOT NULL,
    opened_at timestamptz NOT NULL,
    until date,
    closed_at timestamptz,
    CONSTRAINT a_reference_is_watched_once UNIQUE (reference)
);
CREATE INDEX watches_of_a_person ON lists.watch (person_digest) WHERE closed_at IS NULL;

CREATE TABLE lists.watch_list (
    watch_id bigint NOT NULL REFERENCES lists.watch (id),
    list_code text NOT NULL,
    PRIMARY KEY (watch_id, list_code)
);
CREATE INDEX watches_of_a_list ON lists.watch_list (list_code);

CREATE TABLE lists.watch_key (
    key text NOT NULL CONSTRAINT a_key_of_a_person_has_a_type CHECK (key ~ '^[A-Z]:.'),
    watch_id bigint NOT NULL REFERENCES lists.watch (id),
    PRIMARY KEY (key, watch_id)
);
CREATE INDEX keys_of_a_watch ON lists.watch_key (watch_id);

-- A person as he stood (digest) and an entry as it stood (an entry that changes is a new row).
CREATE TABLE lists.match (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_digest bytea NOT NULL,
    entry_id bigint NOT NULL,
    list_code text NOT NULL,
    keys_met text[] NOT NULL CONSTRAINT a_match_names_the_keys_that_met CHECK (cardinality(keys_met) > 0),
    agrees boolean NOT NULL,
    list_version bigint NOT NULL,
    rules smallint NOT NULL,
    found_at timestamptz NOT NULL,
    CONSTRAINT a_person_meets_an_entry_once UNIQUE (person_digest, entry_id),
    CONSTRAINT a_match_is_on_the_list_of_its_entry FOREIGN KEY (entry_id, list_code) REFERENCES lists.entry (id, list_code),
    CONSTRAINT a_match_was_found_in_a_version_of_its_list
        FOREIGN KEY (list_version, list_code) REFERENCES lists.list_version (id, list_code),
    CONSTRAINT match_and_its_list UNIQUE (id, list_code)
);
CREATE INDEX matches_of_an_entry ON lists.match (entry_id);

CREATE TABLE lists.decision (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    match_id bigint NOT NULL,
    watch_id bigint REFERENCES lists.watch (id),
    list_code text NOT NULL,
    judgement text NOT NULL
        CONSTRAINT a_judgement_is_a_known_word CHECK (judgement IN ('other_person', 'same_person', 'consent_held', 'restriction_over')),
    two_people boolean NOT NULL,
    standing text NOT NULL DEFAULT 'police' CONSTRAINT matches_are_decided_only_by_police CHECK (standing = 'police'),
    decided_by bigint NOT NULL,
    decided_at timestamptz NOT NULL,
    note text NOT NULL CONSTRAINT a_decision_says_why CHECK (length(btrim(note)) >= 4),
    confirmed_by bigint,
    confirmed_at timestamptz,
    withdrawn_by bigint,
    withdrawn_at timestamptz,
    is_settled boolean NOT NULL GENERATED ALWAYS AS (withdrawn_at IS NULL AND (NOT two_people OR confirmed_by IS NOT NULL)) STORED,
    CONSTRAINT two_different_people_decide CHECK (confirmed_by <> decided_by),
    CONSTRAINT a_confirmation_has_its_time CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
    CONSTRAINT a_withdrawal_has_its_time CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL)),
    CONSTRAINT a_condition_holds_for_one_reference
        CHECK ((judgement IN ('consent_held', 'restriction_over')) = (watch_id IS NOT NULL)),
    CONSTRAINT a_decision_is_about_a_match_of_its_list FOREIGN KEY (match_id, list_code) REFERENCES lists.match (id, list_code),
    CONSTRAINT decider_is_an_officer_of_that_standing
        FOREIGN KEY (decided_by, standing) REFERENCES offices_officer (id, status),
    CONSTRAINT confirmer_is_an_officer_of_that_standing
        FOREIGN KEY (confirmed_by, standing) REFERENCES offices_officer (id, status),
    CONSTRAINT withdrawer_is_an_officer_of_that_standing
        FOREIGN KEY (withdrawn_by, standing) REFERENCES offices_officer (id, status)
);
CREATE UNIQUE INDEX one_decision_stands_for_a_match ON lists.decision (match_id, coalesce(watch_id, 0)) WHERE withdrawn_at IS NULL;
CREATE INDEX decisions_of_a_watch ON lists.decision (watch_id) WHERE watch_id IS NOT NULL;

CREATE TABLE lists.answer (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    watch_id bigint NOT NULL,
    list_code text NOT NULL,
    person_digest bytea NOT NULL,
    kind text NOT NULL CONSTRAINT an_answer_is_of_a_known_kind CHECK (
        kind IN ('no_match', 'open_match', 'other_person', 'true_match', 'condition_met', 'agrees', 'differs')),
    is_cleared boolean NOT NULL
        GENERATED ALWAYS AS (kind IN ('no_match', 'other_person', 'condition_met', 'agrees')) STORED,
    list_version bigint NOT NULL,
    rules smallint NOT NULL,
    look_again_on date,
    recorded_at timestamptz NOT NULL,
    visible_from timestamptz NOT NULL,
    CONSTRAINT an_answer_waits_for_the_next_tick CHECK (
        visible_from > recorded_at AND visible_from <= recorded_at + interval '60 seconds'
        AND extract(epoch FROM visible_from)::numeric % 60 = 0),
    CONSTRAINT an_answer_is_about_a_list_that_was_asked FOREIGN KEY (watch_id, list_code) REFERENCES lists.watch_list,
    CONSTRAINT an_answer_rests_on_a_version_of_its_list
        FOREIGN KEY (list_version, list_code) REFERENCES lists.list_version (id, list_code)
);
CREATE INDEX answers_of_a_watch ON lists.answer (watch_id, list_code, id DESC);
CREATE INDEX answers_to_look_at_again ON lists.answer (look_again_on) WHERE look_again_on IS NOT NULL;

CREATE TABLE lists.look (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    officer_id bigint NOT NULL,
    standing text NOT NULL DEFAULT 'police' CONSTRAINT details_are_seen_only_by_police CHECK (standing = 'police'),
    reference text NOT NULL,
    lists text[] NOT NULL,
    reason text NOT NULL CONSTRAINT a_look_says_why CHECK (length(btrim(reason)) >= 4),
    looked_at timestamptz NOT NULL,
    CONSTRAINT who_looks_is_an_officer_of_that_standing
        FOREIGN KEY (officer_id, standing) REFERENCES offices_officer (id, status)
);
CREATE INDEX looks_at_a_reference ON lists.look (reference);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("offices", "0005_postings_agree_with_officer_and_department")]
    operations = [migrations.RunSQL(LISTS + WATCHES, "DROP SCHEMA lists CASCADE")]
