"""Lengths of hashes and reasons of looks; a chain's row leaves room on its page, since every act changes it."""

from __future__ import annotations

from django.db import migrations

ADD = """
ALTER TABLE audit_actingsession
    ADD CONSTRAINT a_token_is_kept_as_its_hash CHECK (octet_length(token_hash) = 32);
ALTER TABLE audit_chain
    SET (fillfactor = 70),
    ADD CONSTRAINT a_chain_has_a_last_link CHECK (position >= 0 AND octet_length(hash) = 32);
ALTER TABLE audit_act
    ADD CONSTRAINT an_act_is_linked_and_hashed
        CHECK (position > 0 AND octet_length(previous) = 32 AND octet_length(hash) = 32),
    ADD CONSTRAINT who_looks_says_why
        CHECK (act <> 'viewed'
               OR coalesce(detail ->> 'reason_kind', '') IN ('open_ticket', 'own_case', 'production_order', 'typed')
                  AND coalesce(detail ->> 'reason', '') <> '');
ALTER TABLE audit_seal ADD CONSTRAINT a_leaf_is_a_hash CHECK (sequence >= 0 AND octet_length(leaf) = 32);
ALTER TABLE audit_node
    ADD CONSTRAINT a_node_is_a_hash_above_the_leaves CHECK (level BETWEEN 1 AND 62 AND index >= 0 AND octet_length(hash) = 32);
ALTER TABLE audit_sealingkey ADD CONSTRAINT a_sealing_key_is_an_ed25519_key CHECK (octet_length(public_key) = 32);
ALTER TABLE audit_sealedhead
    ADD CONSTRAINT a_head_has_root_and_signature
        CHECK (number > 0 AND size > 0 AND octet_length(root) = 32 AND octet_length(signature) = 64);
ALTER TABLE audit_witness ADD CONSTRAINT a_witness_has_an_ed25519_key CHECK (octet_length(public_key) = 32);
ALTER TABLE audit_witnessstatement
    ADD CONSTRAINT a_statement_has_root_and_signature
        CHECK (serial > 0 AND octet_length(root) = 32 AND octet_length(signature) = 64);
"""

DROP = """
ALTER TABLE audit_actingsession DROP CONSTRAINT a_token_is_kept_as_its_hash;
ALTER TABLE audit_chain DROP CONSTRAINT a_chain_has_a_last_link, RESET (fillfactor);
ALTER TABLE audit_act
    DROP CONSTRAINT an_act_is_linked_and_hashed,
    DROP CONSTRAINT who_looks_says_why;
ALTER TABLE audit_seal DROP CONSTRAINT a_leaf_is_a_hash;
ALTER TABLE audit_node DROP CONSTRAINT a_node_is_a_hash_above_the_leaves;
ALTER TABLE audit_sealingkey DROP CONSTRAINT a_sealing_key_is_an_ed25519_key;
ALTER TABLE audit_sealedhead DROP CONSTRAINT a_head_has_root_and_signature;
ALTER TABLE audit_witness DROP CONSTRAINT a_witness_has_an_ed25519_key;
ALTER TABLE audit_witnessstatement DROP CONSTRAINT a_statement_has_root_and_signature;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_record_and_tree")]
    operations = [migrations.RunSQL(ADD, DROP)]
