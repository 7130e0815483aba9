"""What documents may never do: bear another number than their blank, pass unread, or part from what their blank says.

The last is looked at when the transaction ends, since blank and order change in two statements.
"""

from __future__ import annotations

from django.db import migrations

FORBID = """
ALTER TABLE production_productionorder
    ADD CONSTRAINT a_document_is_made_of_its_kind_of_blank
        FOREIGN KEY (blank_id, kind_id) REFERENCES production_blank (id, kind_id),
    ADD CONSTRAINT a_kind_of_blank_makes_one_document
        FOREIGN KEY (kind_id, document_type_id) REFERENCES production_blankkind (code, document_type_id);
ALTER TABLE production_qualityrecord
    ADD CONSTRAINT a_check_names_the_producer
        FOREIGN KEY (order_id, produced_by_id) REFERENCES production_productionorder (id, produced_by_id);

CREATE FUNCTION production_order_begins() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    made_of production_blank;
BEGIN
    IF NEW.state <> 'in_work' THEN
        RAISE EXCEPTION 'a_document_begins_in_work' USING ERRCODE = 'check_violation', CONSTRAINT = 'a_document_begins_in_work';
    END IF;
    SELECT * INTO made_of FROM production_blank WHERE id = NEW.blank_id;
    IF made_of.document_number <> NEW.document_number THEN
        RAISE EXCEPTION 'a_document_bears_the_number_of_its_blank'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_document_bears_the_number_of_its_blank';
    END IF;
    IF made_of.state IS DISTINCT FROM 'in_work' OR made_of.holder_id IS DISTINCT FROM NEW.produced_by_id THEN
        RAISE EXCEPTION 'a_document_is_made_by_who_holds_its_blank'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_document_is_made_by_who_holds_its_blank';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_document_begins_in_work BEFORE INSERT ON production_productionorder
    FOR EACH ROW EXECUTE FUNCTION production_order_begins();

CREATE FUNCTION production_order_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.id, OLD.case_key, OLD.attempt, OLD.kind_id, OLD.blank_id, OLD.document_type_id, OLD.document_number, OLD.ordered,
            OLD.mrz, OLD.produced_by_id, OLD.department_id, OLD.started_at)
            IS DISTINCT FROM (NEW.id, NEW.case_key, NEW.attempt, NEW.kind_id, NEW.blank_id, NEW.document_type_id,
            NEW.document_number, NEW.ordered, NEW.mrz, NEW.produced_by_id, NEW.department_id, NEW.started_at) THEN
        RAISE EXCEPTION 'an_order_is_never_rewritten'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_order_is_never_rewritten';
    END IF;
    IF (OLD.state, NEW.state) NOT IN (('in_work', 'passed'), ('in_work', 'spoiled'), ('passed', 'recalled')) THEN
        RAISE EXCEPTION 'an_order_goes_only_legal_ways: % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_order_goes_only_legal_ways';
    END IF;
    IF NEW.state = 'passed' AND NOT EXISTS (SELECT FROM production_qualityrecord
            WHERE order_id = NEW.id AND passed AND read::text[] = NEW.mrz::text[]) THEN
        RAISE EXCEPTION 'a_document_passes_when_it_reads_as_ordered'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_document_passes_when_it_reads_as_ordered';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER an_order_goes_only_legal_ways BEFORE UPDATE ON production_productionorder
    FOR EACH ROW EXECUTE FUNCTION production_order_goes_on();
CREATE TRIGGER an_order_is_never_deleted BEFORE DELETE ON production_productionorder
    FOR EACH ROW EXECUTE FUNCTION production_refuse('an_order_is_never_deleted');
CREATE TRIGGER a_quality_record_is_never_changed BEFORE UPDATE OR DELETE ON production_qualityrecord
    FOR EACH ROW EXECUTE FUNCTION production_refuse('a_quality_record_is_never_changed');

CREATE FUNCTION production_agree() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    looked_at bigint := CASE TG_TABLE_NAME WHEN 'production_blank' THEN (to_jsonb(NEW) ->> 'id')::bigint
                        ELSE (to_jsonb(NEW) ->> 'blank_id')::bigint END;
    blank_state text;
    order_state text;
BEGIN
    SELECT blank.state, made.state INTO blank_state, order_state
    FROM production_blank AS blank LEFT JOIN production_productionorder AS made ON made.blank_id = blank.id
    WHERE blank.id = looked_at;
    IF (blank_state, coalesce(order_state, '')) IN (('in_work', 'in_work'), ('used', 'passed'))
            OR (blank_state IN ('spoiled', 'destroyed') AND coalesce(order_state, '') IN ('', 'spoiled', 'recalled'))
            OR (blank_state IN ('in_stock', 'issued', 'missing') AND order_state IS NULL) THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'a_blank_and_its_document_agree: % and %', blank_state, coalesce(order_state, 'no document')
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_blank_and_its_document_agree';
END $$;
CREATE CONSTRAINT TRIGGER a_blank_and_its_document_agree AFTER UPDATE OF state ON production_blank
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state IN ('in_work', 'used', 'spoiled'))
    EXECUTE FUNCTION production_agree();
CREATE CONSTRAINT TRIGGER a_document_and_its_blank_agree AFTER UPDATE OF state ON production_productionorder
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION production_agree();
"""

ALLOW = """
DROP TRIGGER a_document_and_its_blank_agree ON production_productionorder;
DROP TRIGGER a_blank_and_its_document_agree ON production_blank;
DROP FUNCTION production_agree();
DROP TRIGGER a_quality_record_is_never_changed ON production_qualityrecord;
DROP TRIGGER an_order_is_never_deleted ON production_productionorder;
DROP TRIGGER an_order_goes_only_legal_ways ON production_productionorder;
DROP FUNCTION production_order_goes_on();
DROP TRIGGER a_document_begins_in_work ON production_productionorder;
DROP FUNCTION production_order_begins();
ALTER TABLE production_qualityrecord DROP CONSTRAINT a_check_names_the_producer;
ALTER TABLE production_productionorder
    DROP CONSTRAINT a_document_is_made_of_its_kind_of_blank,
    DROP CONSTRAINT a_kind_of_blank_makes_one_document;
"""


class Migration(migrations.Migration):
    dependencies = [("production", "0002_every_blank_is_accounted_for")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
