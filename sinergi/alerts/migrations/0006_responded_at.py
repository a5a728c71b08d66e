from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alerts", "0005_channels")]
    operations = [
        migrations.AddField("escalation", "responded_at", models.DateTimeField(null=True)),
    ]
