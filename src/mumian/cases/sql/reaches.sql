-- Whether one bureau stands over another in the tree of offices; every bureau stands over itself.
CREATE OR REPLACE FUNCTION cases_is_over(p_upper bigint, p_lower bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    here bigint := p_lower;
BEGIN
    FOR height IN 1..8 LOOP  -- city, district, hall: the tree is flat, and a ring in it must not hold anybody up
        IF here IS NULL OR here = p_upper THEN
            RETURN here IS NOT NULL;
        END IF;
        SELECT parent_id INTO here FROM offices_bureau WHERE id = here;
    END LOOP;
    RETURN false;
END $$;

-- Whether somebody holds one of these roles over a place on the day: posted to its hall, to its bureau or above it, or on duty in
-- the hall by the roster at that moment (on stand-by, when he was called and came). Without a department any of his counts.
CREATE OR REPLACE FUNCTION cases_reaches(
    p_officer bigint, p_department bigint, p_roles text[], p_bureau bigint, p_hall bigint, p_at timestamptz
) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    day date := (p_at AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
    RETURN EXISTS (
        SELECT FROM offices_posting AS posting JOIN offices_department AS department ON department.id = posting.department_id
        WHERE posting.officer_id = p_officer AND (p_department IS NULL OR posting.department_id = p_department)
          AND posting.role = ANY (p_roles)
          AND posting.valid_from <= day AND (posting.valid_to IS NULL OR posting.valid_to >= day)
          AND (posting.hall_id = p_hall
               OR posting.hall_id IS NULL AND cases_is_over(department.bureau_id, p_bureau)
               OR p_hall IS NOT NULL AND EXISTS (
                   SELECT FROM offices_shift AS shift
                   WHERE shift.officer_id = p_officer AND shift.department_id = posting.department_id AND shift.hall_id = p_hall
                     AND shift.withdrawn_at IS NULL AND shift.starts_at <= p_at AND shift.ends_at > p_at
                     AND (shift.kind = 'duty' OR EXISTS (
                         SELECT FROM offices_standbycall AS asked WHERE asked.shift_id = shift.id AND asked.answer = 'acknowledged'
                     ))
               ))
    );
END $$;
