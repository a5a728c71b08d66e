"""Ways to reach people and units, tests of them, and every stamp of a send."""

import django.db.models.deletion
import sinergi.alerts.types
import sinergi.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0004_system_alerts'),
        ('units', '0002_published_views'),
    ]

    operations = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.UUIDField(default=sinergi.core.ids.new_id, primary_key=True, serialize=False)),
                ('person_id', models.UUIDField()),
                ('channel', models.CharField(choices=[('live_screen', 'live_screen'), ('email', 'email'), ('webhook', 'webhook')], max_length=15)),
                ('address', models.CharField(max_length=254)),
                ('position', models.PositiveSmallIntegerField()),
                ('verified_at', models.DateTimeField(null=True)),
                ('last_delivered_at', models.DateTimeField(null=True)),
                ('failing_since', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Endpoint',
            fields=[
                ('id', models.UUIDField(default=sinergi.core.ids.new_id, primary_key=True, serialize=False)),
                ('url', models.CharField(max_length=250)),
                ('secret', models.CharField(max_length=300)),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('failing_since', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Trial',
            fields=[
                ('id', models.UUIDField(default=sinergi.core.ids.new_id, primary_key=True, serialize=False)),
                ('person_id', models.UUIDField()),
                ('channel', models.CharField(choices=[('live_screen', 'live_screen'), ('email', 'email'), ('webhook', 'webhook')], max_length=15)),
                ('address', models.CharField(max_length=254)),
                ('asked_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('took_ms', models.PositiveIntegerField(null=True)),
                ('error', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.RemoveIndex(
            model_name='delivery',
            name='delivery_due',
        ),
        migrations.AddField(
            model_name='delivery',
            name='replayed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='channel',
            field=models.CharField(choices=[('live_screen', 'live_screen'), ('email', 'email'), ('webhook', 'webhook')], max_length=15),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='person_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='posting_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='state',
            field=models.CharField(choices=[('queued', 'queued'), ('sending', 'sending'), ('sent', 'sent'), ('delivered', 'delivered'), ('seen', 'seen'), ('acknowledged', 'acknowledged'), ('failed', 'failed'), ('superseded', 'superseded')], default=sinergi.alerts.types.DeliveryState['QUEUED'], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.UniqueConstraint(fields=('person_id', 'channel'), name='person_has_one_contact_by_a_channel'),
        ),
        migrations.AddConstraint(
            model_name='contact',
            constraint=models.UniqueConstraint(fields=('person_id', 'position'), name='contacts_of_a_person_stand_in_order'),
        ),
        migrations.AddField(
            model_name='endpoint',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='endpoint',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='alerts.endpoint'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'queued')), fields=['lane', 'channel', 'next_at'], name='delivery_due'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('endpoint__isnull', False)), fields=('escalation', 'epoch', 'step', 'endpoint'), name='endpoint_is_sent_a_step_once'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('endpoint__isnull', True), ('person_id__isnull', False), ('posting_id__isnull', False)), models.Q(('endpoint__isnull', False), ('person_id__isnull', True), ('posting_id__isnull', True)), _connector='OR'), name='send_goes_to_a_person_or_to_an_endpoint'),
        ),
        migrations.AddField(
            model_name='trial',
            name='endpoint',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='trials', to='alerts.endpoint'),
        ),
        migrations.AddConstraint(
            model_name='endpoint',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('unit', 'url'), name='unit_tells_an_address_once'),
        ),
        migrations.AddIndex(
            model_name='trial',
            index=models.Index(condition=models.Q(('done_at__isnull', True)), fields=['asked_at'], name='trial_waiting'),
        ),
        migrations.AddConstraint(
            model_name='trial',
            constraint=models.CheckConstraint(condition=models.Q(('done_at__isnull', True), ('taken_at__isnull', False), _connector='OR'), name='trial_is_done_after_it_was_taken'),
        ),
        # Backwards: what went to units' systems has no place in the table as it was.
        migrations.RunSQL(migrations.RunSQL.noop, "DELETE FROM alerts_delivery WHERE endpoint_id IS NOT NULL"),
    ]
