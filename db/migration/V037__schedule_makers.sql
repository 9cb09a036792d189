-- A schedule stops as soon as whoever made it may not start runs any more: readers see it at once, and nodes look for such
-- schedules across tenants to write it down.
ALTER TABLE schedule ADD COLUMN stopped_because text
    CHECK (stopped_because IN ('left', 'deactivated', 'role', 'token-revoked', 'token-expired'));

-- Copied from the schedule by a trigger: nodes see ids and times only.
ALTER TABLE schedule_tick
    ADD COLUMN maker_kind text CHECK (maker_kind IN ('person', 'token')),
    ADD COLUMN maker_id   uuid;

CREATE FUNCTION app.keep_schedule_maker() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    SELECT s.maker_kind, s.maker_id INTO NEW.maker_kind, NEW.maker_id
      FROM public.schedule s
     WHERE s.tenant_id = NEW.tenant_id AND s.schedule_id = NEW.schedule_id;
    RETURN NEW;
END
$$;
CREATE TRIGGER keep_schedule_maker BEFORE INSERT OR UPDATE OF due_at ON schedule_tick
    FOR EACH ROW EXECUTE FUNCTION app.keep_schedule_maker();
REVOKE EXECUTE ON FUNCTION app.keep_schedule_maker() FROM PUBLIC;

-- The role that migrates sees the rows of all tenants; the owner does not.
RESET ROLE;
UPDATE schedule_tick t SET maker_kind = s.maker_kind, maker_id = s.maker_id
  FROM schedule s WHERE s.tenant_id = t.tenant_id AND s.schedule_id = t.schedule_id;
SET ROLE tunnelscope_owner;
