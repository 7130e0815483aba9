-- Who moves a case is posted over the place where it was accepted. Three things happen elsewhere: a document is handed out by who is
-- posted where it lies, or in the hall that a leader has consented to (on the day he named, if he named one), and who was sent to
-- somebody's home accepts there by a number of that visit. While a case belongs to no place yet, whoever takes applications takes it;
-- from acceptance on it belongs to one.
CREATE OR REPLACE FUNCTION cases_who_moves_is_posted_over_the_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    day date := (NEW.at AT TIME ZONE 'Asia/Shanghai')::date;
    stood cases_case;
    step cases_transition;
BEGIN
    IF NEW.mover = 'officer' AND NEW.seconder_id IS NULL AND EXISTS (
        SELECT FROM cases_case AS one
        JOIN cases_transition AS taken
            ON taken.path = one.path AND taken.command = NEW.command AND taken.from_stage = NEW.from_stage
        JOIN offices_posting AS posting
            ON posting.officer_id = NEW.officer_id AND posting.department_id = NEW.department_id AND posting.role = ANY (taken.roles)
        JOIN offices_department AS department ON department.id = posting.department_id
        WHERE one.id = NEW.case_id
          AND posting.valid_from <= day AND (posting.valid_to IS NULL OR posting.valid_to >= day)
          AND (posting.hall_id = one.hall_id
               OR posting.hall_id IS NULL AND (department.bureau_id = one.bureau_id
                                               OR cases_is_over(department.bureau_id, one.bureau_id)))
    ) THEN
        RETURN NEW;  -- the usual case, in one question
    END IF;

    SELECT * INTO stood FROM cases_case WHERE id = NEW.case_id;
    IF stood.bureau_id IS NULL THEN
        IF NEW.to_stage IN ('accepted', 'registered') THEN
            PERFORM cases_refuse('a_case_is_accepted_somewhere');
        END IF;
        RETURN NEW;
    END IF;
    SELECT * INTO step FROM cases_transition
        WHERE path = stood.path AND command = NEW.command AND from_stage = NEW.from_stage;
    IF NEW.mover = 'officer'
       AND NOT cases_reaches(NEW.officer_id, NEW.department_id, step.roles, stood.bureau_id, stood.hall_id, NEW.at)
       AND NOT (NEW.command = 'hand_out_document' AND EXISTS (
           SELECT FROM delivery_handout AS given
           JOIN delivery_lying AS lying ON lying.id = given.lying_id
           JOIN delivery_shelfposition AS position ON position.id = lying.position_id
           JOIN offices_hall AS hall ON hall.id = position.hall_id
           WHERE given.case_key = 'case:' || NEW.case_id AND given.officer_id = NEW.officer_id
             AND cases_reaches(NEW.officer_id, NEW.department_id, step.roles, hall.bureau_id, hall.id, NEW.at)))
       AND NOT (NEW.command = 'hand_out_document' AND EXISTS (
           SELECT FROM cases_specialhandling AS special JOIN offices_hall AS hall ON hall.id = special.hall_id
           WHERE special.case_id = NEW.case_id AND special.approved
             AND (special.time IS NULL OR (special.time AT TIME ZONE 'Asia/Shanghai')::date = day)
             AND cases_reaches(NEW.officer_id, NEW.department_id, step.roles, hall.bureau_id, hall.id, NEW.at)))
       AND NOT (NEW.to_stage IN ('accepted', 'registered') AND EXISTS (
           SELECT FROM cases_reservednumber AS used
           WHERE used.case_id = NEW.case_id AND used.number = stood.receipt_number AND used.used_by_id = NEW.officer_id)) THEN
        PERFORM cases_refuse('who_moves_a_case_is_posted_over_it');
    END IF;
    IF NEW.seconder_id IS NOT NULL AND NOT cases_reaches(
        NEW.seconder_id, NEW.seconder_department_id, ARRAY[step.seconder], stood.bureau_id, stood.hall_id, NEW.at
    ) THEN
        PERFORM cases_refuse('who_countersigns_is_posted_over_the_case');
    END IF;
    RETURN NEW;
END $$;
