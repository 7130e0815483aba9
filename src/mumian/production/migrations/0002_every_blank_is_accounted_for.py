"""What blanks may never do: skip a state, change their number, move without a line in the book, be more or fewer than delivered.

The book is written by the database itself: accounts of the pages may read it and nothing else. Statement triggers, so that ten
thousand blanks cost one pass.
"""

from __future__ import annotations

from django.db import migrations

FORBID = """
ALTER TABLE production_blank
    ADD CONSTRAINT a_blank_is_of_the_kind_of_its_batch
        FOREIGN KEY (batch_id, kind_id) REFERENCES production_blankbatch (id, kind_id),
    ADD CONSTRAINT a_blank_makes_the_document_of_its_kind
        FOREIGN KEY (kind_id, document_type_id) REFERENCES production_blankkind (code, document_type_id);

CREATE FUNCTION production_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0];
END $$;

CREATE FUNCTION production_blank_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.id, OLD.kind_id, OLD.batch_id, OLD.document_type_id, OLD.serial)
            IS DISTINCT FROM (NEW.id, NEW.kind_id, NEW.batch_id, NEW.document_type_id, NEW.serial)
            OR OLD.document_number IS DISTINCT FROM NEW.document_number THEN
        RAISE EXCEPTION 'a_blank_keeps_its_numbers' USING ERRCODE = 'check_violation', CONSTRAINT = 'a_blank_keeps_its_numbers';
    END IF;
    IF NEW.moved_at < OLD.moved_at THEN
        RAISE EXCEPTION 'a_blank_does_not_move_back_in_time'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_blank_does_not_move_back_in_time';
    END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
            ('in_stock', 'issued'), ('in_stock', 'in_work'), ('in_stock', 'spoiled'), ('in_stock', 'missing'),
            ('issued', 'in_stock'), ('issued', 'in_work'), ('issued', 'spoiled'), ('issued', 'missing'),
            ('in_work', 'used'), ('in_work', 'spoiled'), ('used', 'spoiled'), ('spoiled', 'destroyed'),
            ('missing', 'in_stock')) THEN
        RAISE EXCEPTION 'a_blank_goes_only_legal_ways: % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_blank_goes_only_legal_ways';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER a_blank_goes_only_legal_ways BEFORE UPDATE ON production_blank
    FOR EACH ROW EXECUTE FUNCTION production_blank_moves();
CREATE TRIGGER a_blank_is_never_deleted BEFORE DELETE ON production_blank
    FOR EACH ROW EXECUTE FUNCTION production_refuse('a_blank_is_never_deleted');
CREATE TRIGGER blanks_are_never_emptied BEFORE TRUNCATE ON production_blank
    FOR EACH STATEMENT EXECUTE FUNCTION production_refuse('blanks_are_never_emptied');

CREATE FUNCTION production_blank_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'in_stock' THEN
        RAISE EXCEPTION 'a_blank_begins_in_stock' USING ERRCODE = 'check_violation', CONSTRAINT = 'a_blank_begins_in_stock';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_blank_begins_in_stock BEFORE INSERT ON production_blank
    FOR EACH ROW EXECUTE FUNCTION production_blank_begins();

CREATE FUNCTION production_write_book() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO production_blankmovement
            (blank_id, from_state, to_state, holder_id, officer_id, department_id, moved_at, because)
        SELECT id, '', state, holder_id, officer_id, department_id, moved_at, because FROM now_so ORDER BY id;
        IF EXISTS (SELECT FROM production_blankbatch AS batch WHERE batch.id IN (SELECT DISTINCT batch_id FROM now_so)
                AND batch.quantity <> (SELECT count(*) FROM production_blank WHERE batch_id = batch.id)) THEN
            RAISE EXCEPTION 'a_batch_holds_the_blanks_it_counts'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'a_batch_holds_the_blanks_it_counts';
        END IF;
    ELSE
        INSERT INTO production_blankmovement
            (blank_id, from_state, to_state, holder_id, officer_id, department_id, moved_at, because)
        SELECT now_so.id, before_so.state, now_so.state, now_so.holder_id, now_so.officer_id, now_so.department_id,
            now_so.moved_at, now_so.because
        FROM now_so JOIN before_so USING (id)
        WHERE (before_so.state, before_so.holder_id) IS DISTINCT FROM (now_so.state, now_so.holder_id) ORDER BY now_so.id;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER a_new_blank_gets_a_line_in_the_book AFTER INSERT ON production_blank
    REFERENCING NEW TABLE AS now_so FOR EACH STATEMENT EXECUTE FUNCTION production_write_book();
CREATE TRIGGER a_moved_blank_gets_a_line_in_the_book AFTER UPDATE ON production_blank
    REFERENCING OLD TABLE AS before_so NEW TABLE AS now_so FOR EACH STATEMENT EXECUTE FUNCTION production_write_book();

CREATE FUNCTION production_batch_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.quantity <> (SELECT count(*) FROM production_blank WHERE batch_id = NEW.id) THEN
        RAISE EXCEPTION 'a_batch_holds_the_blanks_it_counts'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_batch_holds_the_blanks_it_counts';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_batch_holds_the_blanks_it_counts AFTER INSERT ON production_blankbatch
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION production_batch_is_whole();

CREATE TRIGGER a_batch_is_never_changed BEFORE UPDATE OR DELETE ON production_blankbatch
    FOR EACH ROW EXECUTE FUNCTION production_refuse('a_batch_is_never_changed');
CREATE TRIGGER the_book_of_blanks_is_never_rewritten BEFORE UPDATE OR DELETE ON production_blankmovement
    FOR EACH ROW EXECUTE FUNCTION production_refuse('the_book_of_blanks_is_never_rewritten');
CREATE TRIGGER a_destruction_is_never_changed BEFORE UPDATE OR DELETE ON production_destruction
    FOR EACH ROW EXECUTE FUNCTION production_refuse('a_destruction_is_never_changed');
CREATE TRIGGER a_count_is_never_changed BEFORE UPDATE OR DELETE ON production_stockcount
    FOR EACH ROW EXECUTE FUNCTION production_refuse('a_count_is_never_changed');
CREATE TRIGGER a_finding_is_never_changed BEFORE UPDATE OR DELETE ON production_stockfinding
    FOR EACH ROW EXECUTE FUNCTION production_refuse('a_finding_is_never_changed');

REVOKE INSERT, UPDATE, DELETE ON production_blankmovement FROM mumian_web, mumian_worker;
"""

ALLOW = """
GRANT INSERT, UPDATE ON production_blankmovement TO mumian_web, mumian_worker;
DROP TRIGGER a_finding_is_never_changed ON production_stockfinding;
DROP TRIGGER a_count_is_never_changed ON production_stockcount;
DROP TRIGGER a_destruction_is_never_changed ON production_destruction;
DROP TRIGGER the_book_of_blanks_is_never_rewritten ON production_blankmovement;
DROP TRIGGER a_batch_is_never_changed ON production_blankbatch;
DROP TRIGGER a_batch_holds_the_blanks_it_counts ON production_blankbatch;
DROP FUNCTION production_batch_is_whole();
DROP TRIGGER a_moved_blank_gets_a_line_in_the_book ON production_blank;
DROP TRIGGER a_new_blank_gets_a_line_in_the_book ON production_blank;
DROP FUNCTION production_write_book();
DROP TRIGGER a_blank_begins_in_stock ON production_blank;
DROP FUNCTION production_blank_begins();
DROP TRIGGER blanks_are_never_emptied ON production_blank;
DROP TRIGGER a_blank_is_never_deleted ON production_blank;
DROP TRIGGER a_blank_goes_only_legal_ways ON production_blank;
DROP FUNCTION production_blank_moves();
DROP FUNCTION production_refuse();
ALTER TABLE production_blank
    DROP CONSTRAINT a_blank_is_of_the_kind_of_its_batch,
    DROP CONSTRAINT a_blank_makes_the_document_of_its_kind;
"""


class Migration(migrations.Migration):
    dependencies = [("production", "0001_stock_orders_and_quality")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
