"""The mark of an invented world is in the database, and may be read by whoever is about to start one."""

from django.db import migrations, models

VIEW = "CREATE VIEW core_v_demo AS SELECT seeded_at FROM core_demomark"


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_receipt_keeps_the_bytes'),
    ]

    operations = [
        migrations.CreateModel(
            name='DemoMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seeded_at', models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(VIEW, "DROP VIEW core_v_demo"),
    ]
