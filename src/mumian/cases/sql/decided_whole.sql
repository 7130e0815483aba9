-- A case leaves acceptance only with its clock running, and is not approved while a refusal waits for its countersigner. What is
-- proposed still ends with the decision, which is written beside it.
CREATE OR REPLACE FUNCTION cases_nothing_is_open_when_a_case_is_decided() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM cases_clockstop WHERE case_id = NEW.case_id AND last IS NULL) THEN
        PERFORM cases_refuse('the_clock_runs_when_a_case_is_decided');
    END IF;
    IF NEW.to_stage <> 'approved' THEN
        UPDATE cases_refusalproposal SET ended_at = NEW.at, ended_by = NEW.command
            WHERE case_id = NEW.case_id AND decided_at IS NULL AND ended_at IS NULL;
    ELSIF EXISTS (SELECT FROM cases_refusalproposal WHERE case_id = NEW.case_id AND decided_at IS NULL AND ended_at IS NULL) THEN
        PERFORM cases_refuse('no_case_is_approved_while_its_refusal_is_proposed');
    END IF;
    UPDATE cases_extensionproposal SET ended_at = NEW.at, ended_by = NEW.command
        WHERE case_id = NEW.case_id AND decided_at IS NULL AND ended_at IS NULL;
    RETURN NEW;
END $$;
