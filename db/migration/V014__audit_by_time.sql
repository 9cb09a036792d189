-- Finds the records of a period; the rest of the filters walk from there.
CREATE INDEX CONCURRENTLY audit_time ON audit (tenant_id, at);
