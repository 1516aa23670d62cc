-- n requests of one office from the k samples that bench_sample, bench_token and bench_number hold.
-- Nine in ten are closed; the codes come in turns, so that any eight filters together still find a few.
INSERT INTO people_person
    (municipality_id, kind, name, organisation, phone, email, address, country, language, made_at, version)
SELECT {office}, 'person', name, '', phone, email, '', '', 'sq', '{now}', k
FROM bench_sample ORDER BY k;

INSERT INTO register_entry
    (municipality_id, year, number, direction, label, entered_at, received_on, archive_number, sender_reference, void_reason)
WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {n})
SELECT {office}, {year}, i, 'in', i || '/{year}', '{now}', {day}, '', '', ''
FROM s;

INSERT INTO register_counter (municipality_id, year, last) VALUES ({office}, {year}, {n});

INSERT INTO desk_enquiry
    (municipality_id, entry_id, requester_id, owner_id, unit_id, channel, state, service, requester_type, audience, need,
     origin, complaint, restricted, received_on, due_on, closed_on, outcome, days_taken, waiting, unread, follow_hash, version)
SELECT {office}, e.id, p.id, {owner}, {unit}, {channel},
    CASE WHEN e.number <= {n} * 0.9 THEN '5' ELSE CAST(e.number % 4 + 1 AS char(1)) END,
    CASE WHEN e.number % 10 < 7 THEN '1' WHEN e.number % 10 < 9 THEN '2' ELSE '3' END,
    CASE WHEN e.number % 7 < 6 THEN '1' ELSE '2' END,
    {audience}, 'referral', 'IT', e.number % 50 = 0, false, e.received_on, {due_on},
    CASE WHEN e.number <= {n} * 0.9 THEN {closed_on} END,
    CASE WHEN e.number <= {n} * 0.9 THEN 'answered' ELSE '' END,
    CASE WHEN e.number <= {n} * 0.9 THEN 8 END,
    false, false, e.number * CAST(1000003 AS bigint), 0
FROM register_entry e
JOIN bench_sample s ON s.k = (e.number * 7919) % {k}
JOIN people_person p ON p.municipality_id = {office} AND p.version = s.k
WHERE e.municipality_id = {office} ORDER BY e.number;

UPDATE people_person SET version = 0 WHERE municipality_id = {office};

INSERT INTO desk_enquirytext (municipality_id, enquiry_id, subject, body, oral_answer, follow_code)
SELECT {office}, q.id, s.subject, s.body, '', s.code
FROM desk_enquiry q
JOIN register_entry e ON e.id = q.entry_id
JOIN bench_sample s ON s.k = (e.number * 7919) % {k}
WHERE q.municipality_id = {office};

INSERT INTO desk_enquirytoken (municipality_id, enquiry_id, token)
SELECT {office}, q.id, t.token
FROM desk_enquiry q
JOIN register_entry e ON e.id = q.entry_id
JOIN bench_token t ON t.k = (e.number * 7919) % {k}
WHERE q.municipality_id = {office};

INSERT INTO desk_enquirytoken (municipality_id, enquiry_id, token)
SELECT {office}, q.id, t.token
FROM desk_enquiry q
JOIN register_entry e ON e.id = q.entry_id
JOIN bench_number t ON t.number = e.number
WHERE q.municipality_id = {office};
