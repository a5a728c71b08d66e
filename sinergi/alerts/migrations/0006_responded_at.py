from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_initial")]
    operations = [
        migrations.AddField("escalation", "responded_at", models.DateTimeField(null=True)),
    ]
