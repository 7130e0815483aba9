-- Whether somebody holds one of these roles in this department on the day of a moment, as days are counted in the office. In plpgsql,
-- since its statements are planned once in a session and not at every move.
CREATE OR REPLACE FUNCTION cases_holds_role(wanted_officer bigint, wanted_department bigint, wanted_roles text[], at timestamptz)
RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    day date := (at AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
    RETURN EXISTS (
        SELECT FROM offices_posting AS posting
        WHERE posting.officer_id = wanted_officer AND posting.department_id = wanted_department
          AND posting.role = ANY (wanted_roles)
          AND posting.valid_from <= day AND (posting.valid_to IS NULL OR posting.valid_to >= day)
    );
END $$;
