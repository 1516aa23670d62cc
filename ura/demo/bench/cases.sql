-- A case for each request of one office; nine in ten are closed, the codes come in turns.
INSERT INTO cases_case
    (municipality_id, enquiry_id, person_id, owner_id, unit_id, kind, state, origin, arrived_on, opened_on, closed_on,
     outcome, next_review_on, version)
SELECT {office}, q.id, q.requester_id, {owner}, q.unit_id, {kind},
    CASE WHEN q.state = '5' THEN '5' ELSE CAST(q.id % 4 + 1 AS char(1)) END, 'IT', q.received_on, q.received_on,
    q.closed_on, CASE WHEN q.state = '5' THEN 'reintegrated' ELSE '' END,
    CASE WHEN q.state <> '5' THEN q.due_on END, 0
FROM desk_enquiry q WHERE q.municipality_id = {office} ORDER BY q.id;

INSERT INTO cases_casetext (municipality_id, case_id, summary, story, wishes)
SELECT {office}, c.id, '', '', '' FROM cases_case c WHERE c.municipality_id = {office};

INSERT INTO cases_casecategory (municipality_id, case_id, person_id, category, from_on)
SELECT {office}, c.id, c.person_id, {category}, c.opened_on
FROM cases_case c WHERE c.municipality_id = {office} AND c.id % 3 = 0;
