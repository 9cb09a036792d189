#!/bin/bash
# Run once by the Postgres image, when its data folder is new.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set migrate_password="$MIGRATE_PASSWORD" \
  --set app_password="$APP_PASSWORD" \
  --set system_password="$SYSTEM_PASSWORD" \
  --file /tunnelscope/roles.sql
