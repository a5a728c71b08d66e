"""Two series of references: restricted incidents have their own, so that ordinary gaps prove nothing."""

from django.db import migrations

CREATE = "CREATE SEQUENCE incidents_ordinary_number; CREATE SEQUENCE incidents_restricted_number;"
DROP = "DROP SEQUENCE incidents_ordinary_number; DROP SEQUENCE incidents_restricted_number;"


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0001_initial"),
        ("agreements", "0002_published_views"),
        ("access", "0002_published_views"),
        ("units", "0002_published_views"),
    ]
    operations = [migrations.RunSQL(CREATE, DROP)]
