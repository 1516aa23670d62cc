-- n people of one office from the samples of bench_sample and bench_token.
INSERT INTO people_person
    (municipality_id, kind, name, organisation, phone, email, address, country, language, made_at, version)
WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {n})
SELECT {office}, 'person', b.name, '', b.phone, b.email, '', '', 'sq', '{now}', 1000000 + (s.i * 7919) % {k}
FROM s JOIN bench_sample b ON b.k = (s.i * 7919) % {k};

INSERT INTO people_persontoken (municipality_id, person_id, token)
SELECT {office}, p.id, t.token
FROM people_person p JOIN bench_token t ON t.k = p.version - 1000000
WHERE p.municipality_id = {office} AND p.version >= 1000000;

UPDATE people_person SET version = 0 WHERE municipality_id = {office} AND version >= 1000000;
