"""Sums over rows, and that money on record is never rewritten.

The row that is summed over is locked first, so that two payments or refunds at the same moment are seen by each other; no
isolation level is relied on.
"""

from __future__ import annotations

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION payments_fail(fault text, said text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', said USING ERRCODE = 'check_violation', CONSTRAINT = fault, DETAIL = fault;
END $$;

CREATE FUNCTION payments_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM payments_fail('money_on_record_is_never_rewritten', 'rows of ' || TG_TABLE_NAME || ' are only added');
    RETURN NULL;
END $$;
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON payments_orderline EXECUTE FUNCTION payments_only_added();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON payments_waiver EXECUTE FUNCTION payments_only_added();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON payments_reconciliation EXECUTE FUNCTION payments_only_added();
CREATE TRIGGER only_added BEFORE DELETE OR TRUNCATE ON payments_order EXECUTE FUNCTION payments_only_added();
CREATE TRIGGER only_added BEFORE DELETE OR TRUNCATE ON payments_receipt EXECUTE FUNCTION payments_only_added();
CREATE TRIGGER only_added BEFORE DELETE OR TRUNCATE ON payments_refund EXECUTE FUNCTION payments_only_added();

CREATE FUNCTION payments_order_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    concerned bigint := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
BEGIN
    IF (SELECT amount FROM payments_order WHERE id = concerned)
       <> (SELECT coalesce(sum(amount), 0) FROM payments_orderline WHERE order_id = concerned) THEN
        PERFORM payments_fail('an_order_is_the_sum_of_its_lines', 'the lines of the order do not make its amount');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER order_adds_up AFTER INSERT ON payments_order DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION payments_order_adds_up('id');
CREATE CONSTRAINT TRIGGER order_adds_up AFTER INSERT ON payments_orderline DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION payments_order_adds_up('order_id');

CREATE FUNCTION payments_order_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.withdrawn_at IS NOT NULL OR to_jsonb(NEW) - 'withdrawn_at' IS DISTINCT FROM to_jsonb(OLD) - 'withdrawn_at' THEN
        PERFORM payments_fail('money_on_record_is_never_rewritten', 'an order is withdrawn once and not rewritten');
    END IF;
    IF (SELECT coalesce(sum(amount), 0) FROM payments_receipt WHERE order_id = OLD.id)
       <> (SELECT coalesce(sum(refund.amount), 0) FROM payments_refund refund
           JOIN payments_receipt receipt ON receipt.id = refund.receipt_id WHERE receipt.order_id = OLD.id) THEN
        PERFORM payments_fail('an_order_with_money_on_it_stands', 'money was taken on the order');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER order_changes BEFORE UPDATE ON payments_order FOR EACH ROW EXECUTE FUNCTION payments_order_changes();

CREATE FUNCTION payments_receipt_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    due bigint;
BEGIN
    SELECT CASE WHEN withdrawn_at IS NULL THEN amount ELSE 0 END INTO due FROM payments_order WHERE id = NEW.order_id FOR UPDATE;
    IF EXISTS (SELECT FROM payments_waiver WHERE order_id = NEW.order_id) THEN
        due := 0;
    END IF;
    IF NEW.amount + (SELECT coalesce(sum(amount), 0) FROM payments_receipt WHERE order_id = NEW.order_id) > due THEN
        PERFORM payments_fail('nobody_pays_more_than_is_due', 'the receipts of the order would exceed what is due');
    END IF;
    IF NEW.reconciliation_id IS NOT NULL THEN
        PERFORM payments_fail('money_is_reckoned_up_after_it_was_taken', 'a new receipt is in no reckoning');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER receipt_fits BEFORE INSERT ON payments_receipt FOR EACH ROW EXECUTE FUNCTION payments_receipt_fits();

CREATE FUNCTION payments_waiver_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    standing payments_order;
BEGIN
    SELECT * INTO standing FROM payments_order WHERE id = NEW.order_id FOR UPDATE;
    IF standing.amount = 0 OR standing.withdrawn_at IS NOT NULL
       OR EXISTS (SELECT FROM payments_receipt WHERE order_id = NEW.order_id) THEN
        PERFORM payments_fail('only_what_is_due_is_waived', 'nothing is due on the order, or money was taken');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER waiver_fits BEFORE INSERT ON payments_waiver FOR EACH ROW EXECUTE FUNCTION payments_waiver_fits();

CREATE FUNCTION payments_refund_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    taken bigint;
BEGIN
    SELECT amount INTO taken FROM payments_receipt WHERE id = NEW.receipt_id FOR UPDATE;
    IF NEW.amount + (SELECT coalesce(sum(amount), 0) FROM payments_refund WHERE receipt_id = NEW.receipt_id) > taken THEN
        PERFORM payments_fail('refunds_never_exceed_payments', 'more would be given back than was taken');
    END IF;
    IF NEW.reconciliation_id IS NOT NULL THEN
        PERFORM payments_fail('money_is_reckoned_up_after_it_was_taken', 'a new refund is in no reckoning');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refund_fits BEFORE INSERT ON payments_refund FOR EACH ROW EXECUTE FUNCTION payments_refund_fits();

CREATE FUNCTION payments_is_reckoned_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    who text := TG_ARGV[0];
    reckoning payments_reconciliation;
BEGIN
    SELECT * INTO reckoning FROM payments_reconciliation WHERE id = NEW.reconciliation_id;
    IF OLD.reconciliation_id IS NOT NULL OR reckoning.id IS NULL
       OR to_jsonb(NEW) - 'reconciliation_id' IS DISTINCT FROM to_jsonb(OLD) - 'reconciliation_id' THEN
        PERFORM payments_fail('money_on_record_is_never_rewritten', 'money is reckoned up once and not rewritten');
    END IF;
    IF reckoning.officer_id <> (to_jsonb(OLD) ->> who)::bigint OR reckoning.window_id <> OLD.window_id THEN
        PERFORM payments_fail('everybody_reckons_up_his_own_window', 'the money was taken by somebody else, or elsewhere');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER is_reckoned_up BEFORE UPDATE ON payments_receipt
    FOR EACH ROW EXECUTE FUNCTION payments_is_reckoned_up('taken_by_id');
CREATE TRIGGER is_reckoned_up BEFORE UPDATE ON payments_refund
    FOR EACH ROW EXECUTE FUNCTION payments_is_reckoned_up('refunded_by_id');

CREATE FUNCTION payments_reckoning_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    concerned bigint := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
    expected record;
BEGIN
    SELECT coalesce(sum(amount) FILTER (WHERE method = 'cash'), 0) AS cash,
           coalesce(sum(amount) FILTER (WHERE method = 'card'), 0) AS card,
           count(*) FILTER (WHERE came_in) AS receipts, count(*) FILTER (WHERE NOT came_in) AS refunds
    INTO expected FROM (
        SELECT amount, method, true AS came_in FROM payments_receipt WHERE reconciliation_id = concerned
        UNION ALL
        SELECT -refund.amount, receipt.method, false FROM payments_refund refund
        JOIN payments_receipt receipt ON receipt.id = refund.receipt_id WHERE refund.reconciliation_id = concerned
    ) AS moved;
    IF concerned IS NOT NULL AND NOT EXISTS (
        SELECT FROM payments_reconciliation WHERE id = concerned AND cash = expected.cash AND card = expected.card
            AND receipts_count = expected.receipts AND refunds_count = expected.refunds) THEN
        PERFORM payments_fail('a_reckoning_adds_up_its_receipts', 'the reckoning is not the sum of its receipts and refunds');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER reckoning_adds_up AFTER INSERT ON payments_reconciliation DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION payments_reckoning_adds_up('id');
CREATE CONSTRAINT TRIGGER reckoning_adds_up AFTER UPDATE ON payments_receipt DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION payments_reckoning_adds_up('reconciliation_id');
CREATE CONSTRAINT TRIGGER reckoning_adds_up AFTER UPDATE ON payments_refund DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION payments_reckoning_adds_up('reconciliation_id');
"""

DROP = """
DROP FUNCTION payments_reckoning_adds_up() CASCADE;
DROP FUNCTION payments_is_reckoned_up() CASCADE;
DROP FUNCTION payments_refund_fits() CASCADE;
DROP FUNCTION payments_waiver_fits() CASCADE;
DROP FUNCTION payments_receipt_fits() CASCADE;
DROP FUNCTION payments_order_changes() CASCADE;
DROP FUNCTION payments_order_adds_up() CASCADE;
DROP FUNCTION payments_only_added() CASCADE;
DROP FUNCTION payments_fail(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_orders_receipts_refunds")]
    operations = [migrations.RunSQL(TRIGGERS, DROP)]
