-- The turns of schedules are shared between nodes, and tenants take turns: each node claims the tenant that has waited
-- longest, starts a part of one turn of it, and notes how far it came in the same transaction as the runs. A node that dies
-- loses nothing and doubles nothing: its claim ends by itself, and another one goes on from what was noted.

-- Where a tenant stands in line. A row for each tenant that has a schedule, kept by a trigger.
CREATE TABLE schedule_line (
    tenant_id   uuid        NOT NULL REFERENCES tenant,
    served_at   timestamptz NOT NULL DEFAULT now(),
    -- A node is busy with the tenant until then at the latest.
    taken_until timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id)
);
CREATE INDEX schedule_line_served ON schedule_line (served_at, tenant_id);

ALTER TABLE schedule_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule_line FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON schedule_line FOR ALL TO tunnelscope_app
    USING (tenant_id = (SELECT app.tenant())) WITH CHECK (tenant_id = (SELECT app.tenant()));
CREATE POLICY across_tenants ON schedule_line FOR ALL TO tunnelscope_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON schedule_line TO tunnelscope_app;
GRANT SELECT, UPDATE ON schedule_line TO tunnelscope_system;

-- When any node looked last, and the last time for which none did: what was due then was missed. What is late for another
-- reason, like a slow database, was not.
CREATE TABLE schedule_watch (
    only_one   boolean     NOT NULL DEFAULT true CHECK (only_one),
    looked_at  timestamptz NOT NULL,
    down_from  timestamptz,
    down_until timestamptz,
    PRIMARY KEY (only_one)
);
GRANT SELECT, UPDATE ON schedule_watch TO tunnelscope_system;

ALTER TABLE schedule
    -- Times that passed without a round of their own, before the last one or instead of it.
    ADD COLUMN last_skipped integer CHECK (last_skipped >= 0),
    -- The target behind which the next turn begins: the last one that found a place in the queue.
    ADD COLUMN begin_after_name text,
    ADD COLUMN begin_after_key text CHECK (length(begin_after_key) <= 512),
    ADD CONSTRAINT schedule_begin_after CHECK ((begin_after_name IS NULL) = (begin_after_key IS NULL));

ALTER TABLE schedule_tick
    ADD COLUMN tried_at timestamptz NOT NULL DEFAULT now(),
    -- How far the turn has come. It means something where turn_of = due_at.
    ADD COLUMN turn_of    timestamptz,
    ADD COLUMN place_name text,
    ADD COLUMN place_key  text CHECK (length(place_key) <= 512),
    ADD COLUMN wrapped    boolean NOT NULL DEFAULT false,
    ADD COLUMN started    integer NOT NULL DEFAULT 0 CHECK (started >= 0),
    ADD COLUMN busy       integer NOT NULL DEFAULT 0 CHECK (busy >= 0),
    ADD COLUMN skipped    integer NOT NULL DEFAULT 0 CHECK (skipped >= 0),
    ADD CONSTRAINT schedule_tick_place CHECK ((place_name IS NULL) = (place_key IS NULL));
CREATE INDEX schedule_tick_of_tenant ON schedule_tick (tenant_id, next_at);

CREATE POLICY across_tenants_trying ON schedule_tick FOR UPDATE TO tunnelscope_system USING (true) WITH CHECK (true);
GRANT UPDATE (tried_at) ON schedule_tick TO tunnelscope_system;

CREATE FUNCTION app.keep_schedule_line() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO public.schedule_line (tenant_id) VALUES (NEW.tenant_id) ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE TRIGGER keep_schedule_line AFTER INSERT ON schedule_tick
    FOR EACH ROW EXECUTE FUNCTION app.keep_schedule_line();

-- Takes the tenant whose turn it is and says which turn of it. No row: nothing is due, or others are busy with it.
-- The fairest tenant is the one that was served longest ago; within it, the schedule that was.
-- missed_until: where no node had looked for longer than grace, turns before that time were missed.
CREATE FUNCTION app.schedule_claim(lease double precision, grace double precision)
    RETURNS TABLE (tenant_id uuid, schedule_id uuid, due_at timestamptz, missed_until timestamptz)
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    mine uuid;
    turn uuid;
    patience interval := make_interval(secs => grace);
BEGIN
    -- Of two nodes that come back at once the second waits here and sees what the first has noted.
    UPDATE public.schedule_watch w SET
           down_from  = CASE WHEN w.looked_at < clock_timestamp() - patience THEN w.looked_at ELSE w.down_from END,
           down_until = CASE WHEN w.looked_at < clock_timestamp() - patience THEN clock_timestamp() ELSE w.down_until END,
           looked_at  = clock_timestamp()
     WHERE w.looked_at < clock_timestamp() - interval '5 seconds';

    SELECT l.tenant_id INTO mine
      FROM public.schedule_line l
     WHERE l.taken_until <= now()
       AND EXISTS (SELECT FROM public.schedule_tick t WHERE t.tenant_id = l.tenant_id AND t.next_at <= now())
     ORDER BY l.served_at, l.tenant_id
     LIMIT 1
       FOR UPDATE OF l SKIP LOCKED;
    IF mine IS NULL THEN
        RETURN;
    END IF;
    -- Somebody may be changing the schedule this very moment: then the tenant comes again later.
    SELECT t.schedule_id INTO turn
      FROM public.schedule_tick t
     WHERE t.tenant_id = mine AND t.next_at <= now()
     ORDER BY t.tried_at, t.next_at, t.schedule_id
     LIMIT 1
       FOR UPDATE SKIP LOCKED;
    UPDATE public.schedule_line l SET
           served_at   = clock_timestamp(),
           taken_until = CASE WHEN turn IS NULL THEN l.taken_until
                              ELSE clock_timestamp() + make_interval(secs => lease) END
     WHERE l.tenant_id = mine;
    RETURN QUERY
        UPDATE public.schedule_tick t SET tried_at = clock_timestamp()
          FROM public.schedule_watch w
         WHERE t.tenant_id = mine AND t.schedule_id = turn
        RETURNING t.tenant_id, t.schedule_id, t.due_at,
                  CASE WHEN t.next_at >= w.down_from AND t.next_at < w.down_until - patience
                       THEN w.down_until - patience END;
END
$$;
REVOKE EXECUTE ON FUNCTION app.keep_schedule_line(), app.schedule_claim(double precision, double precision) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.schedule_claim(double precision, double precision) TO tunnelscope_system;

-- The role that migrates sees the rows of all tenants; the owner does not. What is overdue now tells since when nobody looked.
RESET ROLE;
INSERT INTO schedule_line (tenant_id) SELECT DISTINCT tenant_id FROM schedule_tick;
INSERT INTO schedule_watch (looked_at) SELECT least(now(), min(next_at)) FROM schedule_tick;
SET ROLE tunnelscope_owner;
