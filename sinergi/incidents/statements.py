"""The set-based statements of this room: they write its own tables and read what lower rooms publish."""

_COLUMNS = """id, reference, facility_id, place_id, type, severity, status, summary, narrative, occurred_at,
 device_at, received_at, time_suspect, dead, serious, minor, under_control, help_needed, help_from, exercise,
 restricted, is_child, reporter_id, reporter_posting_id, version"""

_VALUES = """%(id)s, n.reference, f.unit_id, %(place)s::uuid, %(type)s, %(severity)s, 'FLASH', %(summary)s, '',
 %(occurred)s, %(device)s::timestamptz, %(at)s, %(suspect)s, %(dead)s, %(serious)s, %(minor)s,
 %(under_control)s, %(help_needed)s, %(help_from)s::text[], %(exercise)s, %(restricted)s,
 f.kind IN ('LPKA', 'LPAS'), %(reporter)s, %(posting)s, 1"""

# A reference: the year in the facility's zone and the next number; some are skipped at random, so a gap proves nothing.
_REFERENCE = """
number AS (SELECT max(nextval('{sequence}')) AS n FROM generate_series(1, 1 + floor(random() * 3)::int)),
n AS (SELECT concat_ws('-', '{prefix}', to_char(%(at)s::timestamptz AT TIME ZONE f.zone, 'YYYY'),
                       lpad(number.n::text, 6, '0')) AS reference FROM f CROSS JOIN number)
"""
_FACILITY = """
f AS (SELECT * FROM units_v_facility WHERE unit_id = %(facility)s),
place AS (SELECT place_id, full_name FROM units_v_place
          WHERE place_id = %(place)s AND unit_id = %(facility)s AND is_open)
"""
_INCIDENT = f"""
incident AS (INSERT INTO incidents_incident ({_COLUMNS}) SELECT {_VALUES} FROM f CROSS JOIN n
             WHERE %(place)s::uuid IS NULL OR EXISTS (SELECT FROM place) RETURNING id, reference, is_child)
"""  # noqa: S608 - built of constants

# Doors in force for this scope, to the agencies that the route calls; in an emergency the territory police in any case.
PARTNERS = """
doors AS (SELECT DISTINCT ON (d.partner_id) d.partner_id AS unit_id, d.partner_path AS path, d.partner_agency AS agency,
                 'AGREEMENT' AS ground, d.agreement_id, d.link_id, %(rings)s::bool AS rings
          FROM agreements_v_door d JOIN f ON f.unit_id = d.facility_id
          WHERE d.scope = 'INCIDENT_ALERT' AND d.during @> %(at)s::timestamptz
            AND (d.partner_agency = ANY(%(wanted)s::text[]) OR (%(emergency)s AND d.partner_id = f.territory_unit_id))
          ORDER BY d.partner_id, upper(d.during) DESC),
territory AS (SELECT f.territory_unit_id AS unit_id, f.territory_path AS path, f.territory_agency AS agency,
                     'EMERGENCY' AS ground, NULL::uuid AS agreement_id, NULL::uuid AS link_id, true AS rings
              FROM f WHERE %(emergency)s AND f.territory_unit_id NOT IN (SELECT unit_id FROM doors)),
partners AS (SELECT * FROM doors UNION ALL SELECT * FROM territory)
"""
_SIDES = """
party AS (SELECT f.unit_id, f.path, 'CORRECTIONS' AS agency, 'OWNER' AS ground, NULL::uuid AS agreement_id,
                 NULL::uuid AS link_id, true AS rings FROM f
          UNION ALL SELECT * FROM partners)
"""
# A restricted report bypasses the facility: its only party is the unit above that has a compliance post.
_COMPLIANCE = """
party AS (SELECT u.unit_id, u.path, u.agency, 'OWNER' AS ground, NULL::uuid AS agreement_id, NULL::uuid AS link_id,
                 true AS rings
          FROM f JOIN units_v_unit u ON u.tree @> f.tree AND u.unit_id <> f.unit_id
          ORDER BY EXISTS (SELECT FROM access_v_duty d WHERE d.unit_id = u.unit_id AND d.function = 'compliance') DESC,
                   nlevel(u.tree) DESC
          LIMIT 1)
"""
_SHARE = """
shared AS (INSERT INTO incidents_party (incident_id, unit_id, ground, agreement_id, link_id, flash, since)
           SELECT incident.id, party.unit_id, party.ground, party.agreement_id, party.link_id,
                  %(flash)s::jsonb || jsonb_build_object('place', coalesce((SELECT full_name FROM place), '')), %(at)s
           FROM incident CROSS JOIN party)
SELECT incident.id AS incident_id, incident.reference, incident.is_child, f.short_name AS facility_name,
       coalesce((SELECT full_name FROM place), '') AS place_name,
       (SELECT jsonb_agg(to_jsonb(party)) FROM party) AS parties
FROM incident CROSS JOIN f
"""

REPORT = f"""
WITH {_FACILITY}, {_REFERENCE.format(sequence="incidents_ordinary_number", prefix="GK")}, {_INCIDENT}, {PARTNERS},
{_SIDES},
{_SHARE}
"""

REPORT_RESTRICTED = f"""
WITH {_FACILITY}, {_REFERENCE.format(sequence="incidents_restricted_number", prefix="LK")}, {_INCIDENT},
{_COMPLIANCE},
{_SHARE}
"""

# The same parties, for the dry run: read, and nothing written.
_NAMED = (
    "SELECT party.*, u.short_name FROM party JOIN units_v_unit u ON u.unit_id = party.unit_id ORDER BY ground DESC, 1"
)
FORETOLD = f"WITH {_FACILITY}, {PARTNERS}, {_SIDES} {_NAMED}"
FORETOLD_RESTRICTED = f"WITH {_FACILITY}, {_COMPLIANCE} {_NAMED}"

# Later it became an emergency, or worse: every partner that the route calls now; those not yet told become parties.
# Territory police whose agreement lapsed meanwhile is party again by an emergency that is new.
WIDEN = f"""
WITH f AS (SELECT * FROM units_v_facility WHERE unit_id = %(facility)s), {PARTNERS},
joined AS (INSERT INTO incidents_party (incident_id, unit_id, ground, agreement_id, link_id, flash, since)
           SELECT %(id)s, unit_id, ground, agreement_id, link_id, %(flash)s::jsonb, %(at)s FROM partners
           ON CONFLICT (incident_id, unit_id) DO UPDATE SET ground = excluded.ground
           WHERE incidents_party.ground = 'AGREEMENT' AND excluded.ground = 'EMERGENCY' AND %(is_new)s
           RETURNING unit_id, ground)
SELECT unit_id, path, agency, rings, false AS is_owner, joined.ground FROM partners LEFT JOIN joined USING (unit_id)
UNION ALL SELECT unit_id, path, 'CORRECTIONS', true, true, NULL FROM f
"""  # noqa: S608 - built of constants
