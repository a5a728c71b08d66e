"""What higher rooms may read of open doors in their own set-based statements."""

from django.db import migrations

VIEWS = """
CREATE VIEW agreements_v_door AS
SELECT d.facility_id, d.partner_id, u.agency AS partner_agency, u.path AS partner_path, u.tree AS partner_tree, u.short_name AS partner_name,
       d.scope, d.during, d.agreement_id, d.link_id, a.number AS agreement_number, a.valid_until
FROM agreements_door d JOIN agreements_agreement a ON a.id = d.agreement_id JOIN units_v_unit u ON u.unit_id = d.partner_id;
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial"), ("units", "0002_published_views")]
    operations = [migrations.RunSQL(VIEWS, "DROP VIEW agreements_v_door;")]
