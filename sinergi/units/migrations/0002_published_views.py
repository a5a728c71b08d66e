"""What higher rooms may read of units in their own set-based statements."""

from django.db import migrations

VIEWS = """
CREATE VIEW units_v_unit AS
SELECT id AS unit_id, agency, kind, name, short_name, parent_id, path::text AS path, path AS tree, zone, address, phone, latitude, longitude
FROM units_unit;

CREATE VIEW units_v_facility AS
SELECT u.id AS unit_id, u.kind, u.name, u.short_name, u.path::text AS path, u.path AS tree, u.zone, u.address, u.phone, u.latitude, u.longitude,
       f.facility_class, f.security_classification, f.capacity, f.occupancy, f.gates, f.territory_unit_id,
       t.path::text AS territory_path, t.agency AS territory_agency, t.short_name AS territory_name
FROM units_facility f JOIN units_unit u ON u.id = f.unit_id JOIN units_unit t ON t.id = f.territory_unit_id;

CREATE VIEW units_v_place AS
SELECT id AS place_id, unit_id, parent_id, kind, name, full_name, position, is_open FROM units_place;
"""
DROP = "DROP VIEW units_v_place; DROP VIEW units_v_facility; DROP VIEW units_v_unit;"


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial")]
    operations = [migrations.RunSQL(VIEWS, DROP)]
