CREATE OR REPLACE FUNCTION pg_temp.checked(digits text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT digits || substr('10X98765432', 1 + (SELECT sum(substr(digits, place, 1)::int
        * (ARRAY[7,9,10,5,8,4,2,1,6,3,7,9,10,5,8,4,2])[place]) FROM generate_series(1, 17) AS place)::int %% 11, 1)
$$;
INSERT INTO people_person (id, kind, name, name_form, sex, birth_date, nationality, register_division, invented, entered_at)
SELECT 1000000 + n, 'resident', called, called, CASE n %% 2 WHEN 0 THEN 'F' ELSE 'M' END,
       date '1950-01-01' + (n / 1000 * 18) %% 20000, 'CHN', '440104', true, %(at)s
FROM generate_series(0, %(people)s - 1) AS n,
     LATERAL (SELECT substr('木江河湖海山石林田云', 1 + n %% 10, 1) || substr('一二三四五六七八九十安宁平康乐', 1 + n / 10 %% 15, 1)
                     || substr('春夏秋冬梅兰竹菊松柏桃李杏荷莲', 1 + n / 150 %% 15, 1)
                     || CASE WHEN n / 2250 %% 3 = 0 THEN '' ELSE substr('东南西北中', 1 + n / 6750 %% 5, 1) END) AS made(called);
INSERT INTO people_identitynumber (person_id, scheme, number)
SELECT id, 'citizen', pg_temp.checked('440199' || to_char(birth_date, 'YYYYMMDD') || lpad(((id - 1000000) %% 1000)::text, 3, '0'))
FROM people_person WHERE id >= 1000000;
INSERT INTO people_latinspelling (person_id, surname, given, form, origin)
SELECT id, split, 'TEST', split || 'TEST', 'pinyin' FROM people_person,
     LATERAL (SELECT (ARRAY['MU','JIANG','HE','HU','HAI','SHAN','SHI','LIN','TIAN','YUN'])[1 + (id %% 10)]) AS latin(split)
WHERE id >= 1000000;
