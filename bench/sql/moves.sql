INSERT INTO cases_move (case_id, number, round, command, from_stage, to_stage, hand, mover, officer_id, department_id, rule, proof,
                        reason, at)
SELECT one.id, step.number, 1, step.command, step.start, step.stop, step.hand, 'officer',
       (SELECT id FROM offices_officer WHERE badge_number = '3' || step.place || '00' || lpad((one.id %% 8)::text, 2, '0')),
       (SELECT posting.department_id FROM offices_posting posting JOIN offices_officer officer ON officer.id = posting.officer_id
        WHERE officer.badge_number = '3' || step.place || '0000'), '', '', '',
       coalesce(one.accepted_at, one.opened_at) + step.number * interval '1 hour'
FROM cases_case one JOIN (VALUES
    (1, 'submit_application', 'draft', 'submitted', '', 0), (2, 'accept_application', 'submitted', 'accepted', 'accept', 0),
    (3, 'approve_case', 'accepted', 'approved', 'decide', 1), (4, 'start_production', 'approved', 'in_production', 'produce', 2),
    (5, 'pass_quality', 'in_production', 'ready', 'check', 3), (6, 'hand_out_document', 'ready', 'collected', 'hand_out', 4)
) AS step(number, command, start, stop, hand, place) ON step.number <= one.moves
WHERE one.id BETWEEN %(low)s AND %(high)s;
INSERT INTO cases_caselimit (case_id, round, kind, value, unit, extended_by, counted_from, due_on, due_before, calendar_version, met_at)
SELECT one.id, 1, kind, days, 'working_day', 0, one.accepted_at::date + 1, one.accepted_at::date + days,
       one.accepted_at + days * interval '1 day', '2026', CASE WHEN one.due_before IS NULL THEN one.moved_at END
FROM cases_case one, (VALUES ('promised', 7), ('statutory', 30)) AS span(kind, days)
WHERE one.accepted_at IS NOT NULL AND one.id BETWEEN %(low)s AND %(high)s;
INSERT INTO cases_frozenlist (case_id, round, list_id)
SELECT one.id, 1, code FROM cases_case one, unnest(ARRAY['EXIT_BAR', 'FILED_STAFF', 'POPULATION', 'WANTED']) AS code
WHERE one.accepted_at IS NOT NULL AND one.id BETWEEN %(low)s AND %(high)s;
INSERT INTO cases_handedin (case_id, material_id, officer_id, at)
SELECT one.id, material.code, one.contact_officer_id, one.accepted_at
FROM cases_case one, (SELECT code FROM catalogue_material ORDER BY code LIMIT 4) AS material
WHERE one.accepted_at IS NOT NULL AND one.id %% 10 = 0 AND one.id BETWEEN %(low)s AND %(high)s;
INSERT INTO cases_folderscan (case_id, department_id, officer_id, at)
SELECT one.id, (SELECT posting.department_id FROM offices_posting posting JOIN offices_officer officer ON officer.id = posting.officer_id
                WHERE officer.badge_number = CASE one.stage WHEN 'accepted' THEN '310000' WHEN 'ready' THEN '340000' ELSE '320000' END),
       one.contact_officer_id, one.moved_at
FROM cases_case one WHERE one.folder_barcode IS NOT NULL AND one.id %% 50 <> 0 AND one.id BETWEEN %(low)s AND %(high)s
  AND one.stage IN ('accepted', 'approved', 'in_production', 'ready');
