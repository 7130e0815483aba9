-- Of the departments in which somebody may act, that of this bureau, else the first.
CREATE FUNCTION cases_department(p_departments bigint[], p_bureaus text[], p_bureau bigint) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF p_bureau IS NULL OR coalesce(cardinality(p_departments), 0) < 2 THEN
        RETURN p_departments[1];
    END IF;
    RETURN coalesce(
        p_departments[array_position(p_bureaus, (SELECT code::text FROM offices_bureau WHERE id = p_bureau))], p_departments[1]);
END $$;
