SELECT count(audit_record_act(%(token)s, 'case:' || id, command, %(at)s, jsonb_build_object('stage', to_stage), '{}', 'either'))
FROM (SELECT made.case_id AS id, made.command, made.to_stage FROM cases_move made WHERE made.case_id %% 100 = 0
      ORDER BY made.case_id, made.number) AS sample
