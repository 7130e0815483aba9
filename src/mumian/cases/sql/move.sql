-- Who moves a case is posted over the place where it was accepted. Three things happen elsewhere: a document is handed out by who is
-- posted where it lies, or in the hall that a leader has consented to (on the day he named, if he named one), and who was sent to
-- somebody's home accepts there by a number of that visit. While a case belongs to no place yet, whoever takes applications takes it;
-- from acceptance on it belongs to one. Asked only of those who are not simply posted there.
CREATE OR REPLACE FUNCTION cases_who_moves_is_posted_over(p_move cases_move, p_case cases_case, p_step cases_transition) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    day date := (p_move.at AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
    IF p_case.bureau_id IS NULL THEN
        IF p_move.to_stage IN ('accepted', 'registered') THEN
            PERFORM cases_refuse('a_case_is_accepted_somewhere');
        END IF;
        RETURN;
    END IF;
    IF p_move.mover = 'officer'
       AND NOT cases_reaches(p_move.officer_id, p_move.department_id, p_step.roles, p_case.bureau_id, p_case.hall_id, p_move.at)
       AND NOT (p_move.command = 'hand_out_document' AND EXISTS (
           SELECT FROM delivery_handout AS given
           JOIN delivery_lying AS lying ON lying.id = given.lying_id
           JOIN delivery_shelfposition AS position ON position.id = lying.position_id
           JOIN offices_hall AS hall ON hall.id = position.hall_id
           WHERE given.case_key = 'case:' || p_case.id AND given.officer_id = p_move.officer_id
             AND cases_reaches(p_move.officer_id, p_move.department_id, p_step.roles, hall.bureau_id, hall.id, p_move.at)))
       AND NOT (p_move.command = 'hand_out_document' AND EXISTS (
           SELECT FROM cases_specialhandling AS special JOIN offices_hall AS hall ON hall.id = special.hall_id
           WHERE special.case_id = p_case.id AND special.approved
             AND (special.time IS NULL OR (special.time AT TIME ZONE 'Asia/Shanghai')::date = day)
             AND cases_reaches(p_move.officer_id, p_move.department_id, p_step.roles, hall.bureau_id, hall.id, p_move.at)))
       AND NOT (p_move.to_stage IN ('accepted', 'registered') AND EXISTS (
           SELECT FROM cases_reservednumber AS used
           WHERE used.case_id = p_case.id AND used.number = p_case.receipt_number AND used.used_by_id = p_move.officer_id)) THEN
        PERFORM cases_refuse('who_moves_a_case_is_posted_over_it');
    END IF;
END $$;

-- How a case moves: the trigger on a recorded move locks the case, looks into the table of moves and at the people, and only then
-- lets it through. Who simply holds the role over the place of the case is found by one question, which serves for both the role
-- and the place; only others are asked for one by one.
CREATE OR REPLACE FUNCTION cases_a_move_is_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    stood cases_case;
    step cases_transition;
    before bigint;
    day date := (NEW.at AT TIME ZONE 'Asia/Shanghai')::date;
    posted boolean;
BEGIN
    SELECT * INTO stood FROM cases_case WHERE id = NEW.case_id FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM cases_refuse('a_move_is_of_a_case');
    END IF;
    IF NEW.from_stage <> stood.stage THEN
        PERFORM cases_refuse('a_move_starts_where_the_case_stands');
    END IF;
    SELECT * INTO step FROM cases_transition
        WHERE path = stood.path AND command = NEW.command AND from_stage = NEW.from_stage AND to_stage = NEW.to_stage;
    IF NOT FOUND THEN
        PERFORM cases_refuse('only_legal_moves_are_made');
    END IF;
    IF NOT NEW.mover = ANY (step.movers) THEN
        PERFORM cases_refuse('a_move_is_made_by_those_the_table_names');
    END IF;
    posted := NEW.mover = 'officer' AND EXISTS (
        SELECT FROM offices_posting AS posting JOIN offices_department AS department ON department.id = posting.department_id
        WHERE posting.officer_id = NEW.officer_id AND posting.department_id = NEW.department_id
          AND posting.role = ANY (step.roles)
          AND posting.valid_from <= day AND (posting.valid_to IS NULL OR posting.valid_to >= day)
          AND (posting.hall_id = stood.hall_id
               OR posting.hall_id IS NULL AND (department.bureau_id = stood.bureau_id
                                               OR cases_is_over(department.bureau_id, stood.bureau_id)))
    );
    IF NEW.mover = 'officer' AND NOT posted
       AND NOT cases_holds_role(NEW.officer_id, NEW.department_id, step.roles, NEW.at) THEN
        PERFORM cases_refuse('who_moves_a_case_holds_the_role_in_his_department');
    END IF;
    IF NEW.mover = 'rule' AND NOT EXISTS (
        SELECT FROM offices_department WHERE id = NEW.department_id AND kind = 'acceptance'
    ) THEN
        PERFORM cases_refuse('a_machine_counts_as_the_acceptance_department');
    END IF;
    IF step.seconder <> '' AND (
        NEW.seconder_id IS NULL
        OR NOT cases_holds_role(NEW.seconder_id, NEW.seconder_department_id, ARRAY[step.seconder], NEW.at)
    ) THEN
        PERFORM cases_refuse('a_refusal_is_countersigned');
    END IF;
    NEW.number := stood.moves + 1;
    NEW.round := stood.round + CASE WHEN NEW.command = 'reopen_for_error' THEN 1 ELSE 0 END;
    NEW.hand := step.hand;

    IF NEW.to_stage IN ('accepted', 'registered') THEN
        IF stood.receipt_number IS NULL THEN
            PERFORM cases_refuse('an_accepted_case_has_a_receipt_number');
        END IF;
        IF NEW.to_stage = 'accepted' THEN
            INSERT INTO cases_frozenlist (case_id, round, list_id)
                SELECT stood.id, NEW.round, named
                FROM cases_lists_named(stood.service_id, day) AS named;
        END IF;
    ELSIF NEW.to_stage = 'approved' AND NEW.hand = 'decide' THEN
        IF NOT cases_lists_are_cleared(stood.id, stood.round, NEW.at) THEN
            PERFORM cases_refuse('a_case_is_approved_when_every_frozen_list_is_cleared');
        END IF;
        IF NEW.command = 'approve_at_counter' THEN
            IF NOT stood.counter_approval THEN
                PERFORM cases_refuse('approval_moves_forward_only_where_the_rulebook_lets_it');
            END IF;
            SELECT department_id INTO before FROM cases_move
                WHERE case_id = stood.id AND round = stood.round AND hand = 'accept';
            IF before IS DISTINCT FROM NEW.department_id THEN
                PERFORM cases_refuse('approval_moves_forward_within_the_department_that_accepted');
            END IF;
        END IF;
    ELSIF NEW.to_stage IN ('refused', 'not_accepted') THEN
        IF NOT EXISTS (
            SELECT FROM cases_letter WHERE case_id = stood.id AND round = stood.round
              AND kind = CASE NEW.to_stage WHEN 'refused' THEN 'refusal' ELSE 'decline' END
        ) THEN
            PERFORM cases_refuse('a_refusal_has_its_letter');
        END IF;
    ELSIF NEW.to_stage = 'awaiting_materials' THEN
        IF NOT EXISTS (
            SELECT FROM cases_notice AS notice JOIN cases_noticeitem AS item ON item.notice_id = notice.id
            WHERE notice.case_id = stood.id AND notice.answered_at IS NULL
        ) THEN
            PERFORM cases_refuse('a_case_waits_for_materials_that_a_notice_names');
        END IF;
    END IF;
    IF NEW.hand = 'check' THEN
        SELECT officer_id INTO before FROM cases_move
            WHERE case_id = stood.id AND round = stood.round AND hand = 'produce' ORDER BY number DESC LIMIT 1;
        IF before IS NOT DISTINCT FROM NEW.officer_id THEN
            PERFORM cases_refuse('nobody_checks_the_document_that_he_made');
        END IF;
    ELSIF NEW.hand = 'hand_out' THEN
        SELECT officer_id INTO before FROM cases_move
            WHERE case_id = stood.id AND round = stood.round AND hand = 'check' ORDER BY number DESC LIMIT 1;
        IF before IS NOT DISTINCT FROM NEW.officer_id THEN
            PERFORM cases_refuse('nobody_hands_out_the_document_that_he_checked');
        END IF;
    END IF;

    IF NEW.mover = 'officer' OR NEW.to_stage IN ('accepted', 'registered') THEN
        IF NOT posted THEN
            PERFORM cases_who_moves_is_posted_over(NEW, stood, step);
        END IF;
        IF NEW.seconder_id IS NOT NULL AND stood.bureau_id IS NOT NULL AND NOT cases_reaches(
            NEW.seconder_id, NEW.seconder_department_id, ARRAY[step.seconder], stood.bureau_id, stood.hall_id, NEW.at
        ) THEN
            PERFORM cases_refuse('who_countersigns_is_posted_over_the_case');
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- The cases of the moves that were let through go on together: one statement checks the constraints of a set once. Each is locked
-- since its move was looked at, and two moves of one case in one statement would share their number, which is refused.
CREATE OR REPLACE FUNCTION cases_moved_cases_go_on() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE cases_case SET stage = made.to_stage, round = made.round, moves = made.number, moved_at = made.at
        FROM made WHERE cases_case.id = made.case_id;
    RETURN NULL;
END $$;
