"""A real alarm looks for drills to break into: few rows, found without reading every alarm there ever was."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0006_responded_at'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='alarm',
            index=models.Index(condition=models.Q(('closed_at', None), ('exercise', True)), fields=['id'], name='drill_under_way'),
        ),
    ]
