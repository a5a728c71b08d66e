"""What higher rooms may read of people and posts in their own set-based statements."""

from django.db import migrations

VIEWS = """
CREATE VIEW access_v_grant AS
SELECT g.session_id, g.key_hash, g.ended_at, g.scopes, p.id AS posting_id, p.person_id, p.starts_at, p.ends_at,
       o.unit_id, u.path AS unit_path, o.functions, person.is_active
FROM (SELECT id AS session_id, posting_id, secret_hash AS key_hash, scopes, LEAST(expires_at, revoked_at) AS ended_at FROM access_token
      UNION ALL
      SELECT id, posting_id, key_hash, ARRAY['read', 'write']::varchar[], ended_at FROM access_signin) g
JOIN access_posting p ON p.id = g.posting_id
JOIN access_person person ON person.id = p.person_id
JOIN access_post o ON o.id = p.post_id
JOIN units_v_unit u ON u.unit_id = o.unit_id;

CREATE VIEW access_v_duty AS
SELECT p.id AS posting_id, p.person_id, p.starts_at, p.ends_at, p.is_acting, o.id AS post_id, o.title, o.unit_id,
       f.function, person.email, person.phone, person.name, person.rank
FROM access_posting p
JOIN access_post o ON o.id = p.post_id
JOIN access_person person ON person.id = p.person_id AND person.is_active
CROSS JOIN LATERAL unnest(o.functions) AS f(function);

CREATE VIEW access_v_card AS
SELECT p.id AS posting_id, p.person_id, person.name AS person_name, person.rank, person.phone, o.id AS post_id, o.title AS post_title,
       o.functions, u.unit_id, u.name AS unit_name, u.short_name AS unit_short_name, u.agency, u.kind AS unit_kind, u.zone
FROM access_posting p
JOIN access_post o ON o.id = p.post_id
JOIN access_person person ON person.id = p.person_id
JOIN units_v_unit u ON u.unit_id = o.unit_id;
"""
DROP = "DROP VIEW access_v_card; DROP VIEW access_v_duty; DROP VIEW access_v_grant;"


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("units", "0002_published_views")]
    operations = [migrations.RunSQL(VIEWS, DROP)]
