"""The product's own role may add facts and read them, nothing else."""

from django.db import migrations

REVOKE = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sinergi_app') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON ledger_fact, ledger_seal, ledger_treehead FROM sinergi_app;
  END IF;
END $$
"""
GRANT = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sinergi_app') THEN
    GRANT UPDATE, DELETE ON ledger_fact, ledger_seal, ledger_treehead TO sinergi_app;
  END IF;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(REVOKE, GRANT)]
