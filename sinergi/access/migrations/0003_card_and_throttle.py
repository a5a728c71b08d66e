"""A sign-in lives 30 days like its cookie; the card says path and language; attempts are counted for all processes together."""

from django.db import migrations

CARD = """
CREATE OR REPLACE VIEW access_v_card AS
SELECT p.id AS posting_id, p.person_id, person.name AS person_name, person.rank, person.phone, o.id AS post_id, o.title AS post_title,
       o.functions, u.unit_id, u.name AS unit_name, u.short_name AS unit_short_name, u.agency, u.kind AS unit_kind, u.zone,
       u.path AS unit_path, person.language
FROM access_posting p
JOIN access_post o ON o.id = p.post_id
JOIN access_person person ON person.id = p.person_id
JOIN units_v_unit u ON u.unit_id = o.unit_id;
"""
OLD_CARD = """
DROP VIEW access_v_card;
CREATE VIEW access_v_card AS
SELECT p.id AS posting_id, p.person_id, person.name AS person_name, person.rank, person.phone, o.id AS post_id, o.title AS post_title,
       o.functions, u.unit_id, u.name AS unit_name, u.short_name AS unit_short_name, u.agency, u.kind AS unit_kind, u.zone
FROM access_posting p
JOIN access_post o ON o.id = p.post_id
JOIN access_person person ON person.id = p.person_id
JOIN units_v_unit u ON u.unit_id = o.unit_id;
"""
GRANT = """
CREATE OR REPLACE VIEW access_v_grant AS
SELECT g.session_id, g.key_hash, g.ended_at, g.scopes, p.id AS posting_id, p.person_id, p.starts_at, p.ends_at,
       o.unit_id, u.path AS unit_path, o.functions, person.is_active
FROM (SELECT id AS session_id, posting_id, secret_hash AS key_hash, scopes, LEAST(expires_at, revoked_at) AS ended_at FROM access_token
      UNION ALL
      SELECT id, posting_id, key_hash, ARRAY['read', 'write']::varchar[], LEAST(ended_at, created_at + interval '30 days') FROM access_signin) g
JOIN access_posting p ON p.id = g.posting_id
JOIN access_person person ON person.id = p.person_id
JOIN access_post o ON o.id = p.post_id
JOIN units_v_unit u ON u.unit_id = o.unit_id;
"""
# The columns that django.core.cache.backends.db expects.
THROTTLE = """
CREATE TABLE access_throttle (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX throttle_by_expiry ON access_throttle (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0002_published_views")]
    operations = [
        migrations.RunSQL(CARD, OLD_CARD),
        migrations.RunSQL(GRANT, GRANT.replace("LEAST(ended_at, created_at + interval '30 days')", "ended_at")),
        migrations.RunSQL(THROTTLE, "DROP TABLE access_throttle;"),
    ]
