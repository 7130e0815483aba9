-- Whether every list frozen on this round is cleared: by clearance where it was asked, else by the last answer recorded by hand.
-- In plpgsql, since its statements are planned once in a session and not at every decision.
CREATE OR REPLACE FUNCTION cases_lists_are_cleared(wanted_case bigint, wanted_round integer, at timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN NOT EXISTS (
        SELECT FROM cases_frozenlist AS frozen
        LEFT JOIN lists.released(ARRAY['case:' || wanted_case], at) AS released ON released.list_code = frozen.list_id
        LEFT JOIN LATERAL (
            SELECT answer FROM cases_listanswer AS said
            WHERE said.case_id = frozen.case_id AND said.round = frozen.round AND said.list_id = frozen.list_id
            ORDER BY said.id DESC LIMIT 1
        ) AS last ON true
        WHERE frozen.case_id = wanted_case AND frozen.round = wanted_round
          AND NOT COALESCE(
              released.is_cleared, last.answer IN ('no_match', 'other_person', 'condition_met', 'agrees'), false
          )
    );
END $$;
