-- Whether somebody is posted as a hand-over officer in this department on the day.
CREATE FUNCTION delivery_is_on_duty(p_officer bigint, p_department bigint, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
    day date := (p_at AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
    RETURN EXISTS (
        SELECT FROM offices_posting WHERE officer_id = p_officer AND department_id = p_department AND role = 'hand_over_officer'
          AND valid_from <= day AND (valid_to IS NULL OR valid_to >= day));
END $$;
