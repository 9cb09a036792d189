-- The queue's rules, each a function: a worker hands back what is done and takes what comes next in one round trip.
--
-- States of a lane: IDLE nothing waits; READY to be taken; RUNNING one has it; WAITING its head rests before another
-- try; PARKED it could run, but its tenant has as many lanes READY or RUNNING as it may.
-- Order of locks, everywhere: share of the tenant (by tenant), lane, run, head of the audit. Taking only ever skips.

ALTER TABLE tenant
    ADD COLUMN running_limit integer NOT NULL DEFAULT 20 CHECK (running_limit BETWEEN 1 AND 1000000);

ALTER TABLE tenant_share
    -- Runs that a schedule started are a flow of their own: they never push back what a person waits for.
    ADD COLUMN vtime_scheduled bigint NOT NULL DEFAULT 0,
    -- Lanes that are READY or RUNNING, and lanes that are PARKED: the limit is kept without counting.
    ADD COLUMN active integer NOT NULL DEFAULT 0 CHECK (active >= 0),
    ADD COLUMN parked integer NOT NULL DEFAULT 0 CHECK (parked >= 0);

ALTER TABLE lane
    -- Of the pending runs those that a person waits for. They go first.
    ADD COLUMN people integer NOT NULL DEFAULT 0 CHECK (people >= 0),
    -- As last_seq, for runs that a schedule started.
    ADD COLUMN last_scheduled_seq bigint NOT NULL DEFAULT 0,
    -- Whether running_seq is one of them: the whole key of the queued_run; means nothing unless RUNNING.
    ADD COLUMN running_scheduled boolean NOT NULL DEFAULT false;

ALTER TABLE queued_run ADD COLUMN scheduled boolean NOT NULL DEFAULT false;
ALTER TABLE queued_run DROP CONSTRAINT queued_run_pkey;
ALTER TABLE queued_run ADD PRIMARY KEY (tenant_id, subscription_id, scheduled, seq);

-- The role that migrates sees the rows of all tenants; the owner does not.
RESET ROLE;
UPDATE lane SET people = pending;
UPDATE tenant_share s SET active = (
    SELECT count(*) FROM lane l WHERE l.tenant_id = s.tenant_id AND l.state IN ('READY', 'RUNNING'));
SET ROLE tunnelscope_owner;

-- A lane in which no person waits stands a hundred places back, no more: it is late, but it never starves.
ALTER TABLE lane
    ADD COLUMN rank bigint NOT NULL GENERATED ALWAYS AS (vtag + CASE WHEN people > 0 THEN 0 ELSE 100000 END) STORED;
DROP INDEX lane_ready;
CREATE INDEX lane_ready ON lane (rank, tenant_id, subscription_id) WHERE state = 'READY';
CREATE INDEX lane_parked ON lane (tenant_id, rank, subscription_id) WHERE state = 'PARKED';

GRANT UPDATE ON tenant_share TO tunnelscope_system;
GRANT DELETE ON queued_run TO tunnelscope_system;

-- In plpgsql, which keeps its plans: a function in SQL that cannot be inlined is planned anew at each call.
CREATE OR REPLACE FUNCTION app.virtual_time() RETURNS bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT v.last_value FROM public.virtual_time v);
END
$$;
CREATE OR REPLACE FUNCTION app.advance_virtual_time(tag bigint) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM setval('public.virtual_time', tag) FROM public.virtual_time v WHERE v.last_value < tag;
END
$$;

-- Makes parked lanes of the tenant ready for as far as its limit allows. Waiting earned them no credit: their tags start now.
-- The share is locked by the caller.
CREATE FUNCTION app.queue_promote(the_tenant uuid) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    WITH room AS (
        SELECT greatest(0, least(s.parked, t.running_limit - s.active)) AS lanes
          FROM public.tenant_share s JOIN public.tenant t USING (tenant_id)
         WHERE s.tenant_id = the_tenant
    ), next AS (
        SELECT l.subscription_id
          FROM public.lane l
         WHERE l.tenant_id = the_tenant AND l.state = 'PARKED'
         ORDER BY l.rank, l.subscription_id
         LIMIT (SELECT lanes FROM room)
           FOR UPDATE
    ), promoted AS (
        UPDATE public.lane l
           SET state = 'READY', ready_at = clock_timestamp(), vtag = greatest(l.vtag, app.virtual_time())
          FROM next
         WHERE l.tenant_id = the_tenant AND l.subscription_id = next.subscription_id
        RETURNING 1
    )
    UPDATE public.tenant_share s
       SET active = s.active + p.lanes, parked = s.parked - p.lanes
      FROM (SELECT count(*)::int AS lanes FROM promoted) p
     WHERE s.tenant_id = the_tenant;
END
$$;

-- Puts runs at the end of their lanes; a lane that was empty wakes. Numbers are drawn while the lane is locked: their order
-- is the order of commits. The share is locked by the caller, who has looked at the tenant's limit of open runs.
CREATE FUNCTION app.queue_add(the_tenant uuid, subscriptions uuid[], runs uuid[], on_schedule boolean) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    share record;
    added record;
    start_tag bigint;
    now_ready text;
    before text;
BEGIN
    FOR added IN
        SELECT a.subscription AS id, count(*)::int AS runs FROM unnest(subscriptions) AS a (subscription) GROUP BY 1 ORDER BY 1
    LOOP
        SELECT s.weight, CASE WHEN on_schedule THEN s.vtime_scheduled ELSE s.vtime END AS finish_tag,
               s.active < t.running_limit AND s.parked = 0 AS has_room
          INTO STRICT share
          FROM public.tenant_share s JOIN public.tenant t USING (tenant_id)
         WHERE s.tenant_id = the_tenant;
        -- Start-time fair queueing: quiet times earn no credit, and the next lane of the tenant comes a share later.
        start_tag := greatest(share.finish_tag, app.virtual_time());
        now_ready := CASE WHEN share.has_room THEN 'READY' ELSE 'PARKED' END;

        INSERT INTO public.lane (tenant_id, subscription_id) VALUES (the_tenant, added.id) ON CONFLICT DO NOTHING;
        SELECT l.state INTO STRICT before
          FROM public.lane l WHERE l.tenant_id = the_tenant AND l.subscription_id = added.id
           FOR UPDATE;
        UPDATE public.lane l SET
               pending  = l.pending + added.runs,
               people   = l.people + CASE WHEN on_schedule THEN 0 ELSE added.runs END,
               state    = CASE WHEN before = 'IDLE' THEN now_ready ELSE l.state END,
               ready_at = CASE WHEN before = 'IDLE' THEN clock_timestamp() ELSE l.ready_at END,
               -- A person comes to a lane of schedules: it has the tag of persons from now on.
               vtag     = CASE WHEN before = 'IDLE' THEN start_tag
                               WHEN NOT on_schedule AND l.people = 0 THEN least(l.vtag, start_tag)
                               ELSE l.vtag END
         WHERE l.tenant_id = the_tenant AND l.subscription_id = added.id;
        IF before = 'IDLE' THEN
            UPDATE public.tenant_share s SET
                   vtime           = CASE WHEN on_schedule THEN s.vtime ELSE start_tag + 1000 / s.weight END,
                   vtime_scheduled = CASE WHEN on_schedule THEN start_tag + 1000 / s.weight ELSE s.vtime_scheduled END,
                   active          = s.active + share.has_room::int,
                   parked          = s.parked + (NOT share.has_room)::int
             WHERE s.tenant_id = the_tenant;
        END IF;
    END LOOP;
    INSERT INTO public.queued_run (tenant_id, subscription_id, run_id, scheduled)
    SELECT the_tenant, a.subscription, a.run, on_schedule
      FROM unnest(subscriptions, runs) WITH ORDINALITY AS a (subscription, run, nth)
     ORDER BY a.nth;
    UPDATE public.tenant_share s SET open_runs = s.open_runs + cardinality(runs) WHERE s.tenant_id = the_tenant;
END
$$;

-- Takes finished runs out of their lanes; a lane in which more waits is ready again, behind the parked ones of its tenant.
-- Who shows an old fence changes nothing. Returns how many lanes were still held.
CREATE FUNCTION app.queue_settle(tenants uuid[], subscriptions uuid[], fences bigint[]) RETURNS integer
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    now_tag bigint;
    settled integer;
BEGIN
    PERFORM 1 FROM public.tenant_share s WHERE s.tenant_id = ANY (tenants) ORDER BY s.tenant_id FOR UPDATE;
    now_tag := app.virtual_time();
    WITH held AS (
        SELECT l.tenant_id, l.subscription_id, l.running_scheduled, l.running_seq, l.pending, l.people
          FROM unnest(tenants, subscriptions, fences) AS done (tenant_id, subscription_id, fence)
          JOIN public.lane l ON l.tenant_id = done.tenant_id AND l.subscription_id = done.subscription_id
               AND l.fence = done.fence AND l.state = 'RUNNING'
         ORDER BY l.tenant_id, l.subscription_id
           FOR UPDATE OF l
    ), gone AS (
        DELETE FROM public.queued_run q USING held h
         WHERE q.tenant_id = h.tenant_id AND q.subscription_id = h.subscription_id
           AND q.scheduled = h.running_scheduled AND q.seq = h.running_seq
        RETURNING q.tenant_id, q.subscription_id, q.seq, q.scheduled,
                  h.pending - 1 AS pending, h.people - (NOT q.scheduled)::int AS people
    ), freed AS (
        SELECT g.*, g.pending > 0 AND g.people > 0 AS for_people, g.pending > 0 AND g.people = 0 AS for_schedule,
               row_number() OVER (PARTITION BY g.tenant_id, g.pending > 0, g.people > 0 ORDER BY g.subscription_id) - 1 AS nth
          FROM gone g
    ), counted AS (
        SELECT f.tenant_id, count(*)::int AS runs, count(*) FILTER (WHERE f.for_people)::int AS for_people,
               count(*) FILTER (WHERE f.for_schedule)::int AS for_schedule
          FROM freed f GROUP BY f.tenant_id
    ), shared AS (
        UPDATE public.tenant_share s SET
               open_runs = s.open_runs - c.runs,
               vtime = CASE WHEN c.for_people = 0 THEN s.vtime
                            ELSE greatest(s.vtime, now_tag) + c.for_people * 1000 / s.weight END,
               vtime_scheduled = CASE WHEN c.for_schedule = 0 THEN s.vtime_scheduled
                            ELSE greatest(s.vtime_scheduled, now_tag) + c.for_schedule * 1000 / s.weight END,
               active = s.active - CASE WHEN s.parked > 0 THEN c.runs ELSE c.runs - c.for_people - c.for_schedule END,
               parked = s.parked + CASE WHEN s.parked > 0 THEN c.for_people + c.for_schedule ELSE 0 END
          FROM counted c
         WHERE s.tenant_id = c.tenant_id
        RETURNING s.tenant_id, s.weight, s.parked > 0 AS crowded, s.vtime - c.for_people * 1000 / s.weight AS first_tag,
                  s.vtime_scheduled - c.for_schedule * 1000 / s.weight AS first_scheduled_tag
    )
    UPDATE public.lane l SET
           pending  = f.pending,
           people   = f.people,
           state    = CASE WHEN f.pending = 0 THEN 'IDLE' WHEN s.crowded THEN 'PARKED' ELSE 'READY' END,
           vtag     = CASE WHEN f.for_people THEN s.first_tag + f.nth * 1000 / s.weight
                           WHEN f.for_schedule THEN s.first_scheduled_tag + f.nth * 1000 / s.weight
                           ELSE l.vtag END,
           ready_at = clock_timestamp(),
           last_seq = CASE WHEN f.scheduled THEN l.last_seq ELSE f.seq END,
           last_scheduled_seq = CASE WHEN f.scheduled THEN f.seq ELSE l.last_scheduled_seq END,
           running_seq = NULL, cancel_seq = NULL, owner = NULL, lease_until = NULL
      FROM freed f JOIN shared s ON s.tenant_id = f.tenant_id
     WHERE l.tenant_id = f.tenant_id AND l.subscription_id = f.subscription_id;
    GET DIAGNOSTICS settled = ROW_COUNT;
    PERFORM app.queue_promote(s.tenant_id) FROM public.tenant_share s WHERE s.tenant_id = ANY (tenants) AND s.parked > 0;
    RETURN settled;
END
$$;

-- Takes the heads of up to that many ready lanes, fairest first. Two statements on purpose: the one that reads the heads must
-- see what was finished before the lanes were locked, or a run could be handed out a second time.
CREATE FUNCTION app.queue_claim(the_owner uuid, want integer, lease double precision)
    RETURNS TABLE (tenant_id uuid, subscription_id uuid, run_id uuid, fence bigint, rank bigint)
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    tenants uuid[];
    subscriptions uuid[];
    last_tag bigint;
BEGIN
    SELECT array_agg(r.tenant_id), array_agg(r.subscription_id), max(r.vtag)
      INTO tenants, subscriptions, last_tag
      FROM (SELECT l.tenant_id, l.subscription_id, l.vtag
              FROM public.lane l
             WHERE l.state = 'READY'
             ORDER BY l.rank, l.tenant_id, l.subscription_id
             LIMIT want
               FOR UPDATE SKIP LOCKED) r;
    IF tenants IS NULL THEN
        RETURN;
    END IF;
    PERFORM app.advance_virtual_time(last_tag);
    RETURN QUERY
        UPDATE public.lane l SET
               state = 'RUNNING', running_scheduled = (l.people = 0), running_seq = head.seq,
               fence = l.fence + 1, owner = the_owner,
               lease_until = clock_timestamp() + make_interval(secs => lease), cancel_seq = NULL
          FROM unnest(tenants, subscriptions) AS mine (tenant_id, subscription_id)
          JOIN public.lane held ON held.tenant_id = mine.tenant_id AND held.subscription_id = mine.subscription_id
         CROSS JOIN LATERAL (
               SELECT q.seq, q.run_id
                 FROM public.queued_run q
                WHERE q.tenant_id = held.tenant_id AND q.subscription_id = held.subscription_id
                  AND q.scheduled = (held.people = 0)
                  AND q.seq > CASE WHEN held.people = 0 THEN held.last_scheduled_seq ELSE held.last_seq END
                ORDER BY q.seq
                LIMIT 1) head
         WHERE l.tenant_id = mine.tenant_id AND l.subscription_id = mine.subscription_id
        RETURNING l.tenant_id, l.subscription_id, head.run_id, l.fence, l.rank;
END
$$;

-- A worker's whole traffic with the queue: hands back what is done, takes what comes next. One round trip, one commit.
-- A transaction that sits on a share holds it up for no longer than a moment; the caller then hands back singly.
CREATE FUNCTION app.queue_step(
    tenants uuid[], subscriptions uuid[], fences bigint[], the_owner uuid, want integer, lease double precision)
    RETURNS TABLE (tenant_id uuid, subscription_id uuid, run_id uuid, fence bigint, rank bigint)
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
    SET lock_timeout = '200ms'
    -- Lanes are reached by key, whatever the statistics of a table say that was empty a moment ago.
    SET enable_hashjoin = off
    SET enable_mergejoin = off
    -- Nor are they planned anew for each batch: that would take as long as the batch.
    SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
    IF cardinality(tenants) > 0 THEN
        PERFORM app.queue_settle(tenants, subscriptions, fences);
    END IF;
    IF want > 0 THEN
        RETURN QUERY SELECT c.* FROM app.queue_claim(the_owner, want, lease) c;
    END IF;
END
$$;

-- Gives a run back; it stays the head of its lane, which rests for that many seconds. False: the fence has moved on.
CREATE FUNCTION app.queue_release(the_tenant uuid, the_subscription uuid, the_fence bigint, rest double precision)
    RETURNS boolean
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM 1 FROM public.tenant_share s WHERE s.tenant_id = the_tenant FOR UPDATE;
    UPDATE public.lane l SET
           state = CASE WHEN rest > 0 THEN 'WAITING' ELSE 'READY' END,
           ready_at = clock_timestamp() + make_interval(secs => rest),
           running_seq = NULL, cancel_seq = NULL, owner = NULL, lease_until = NULL
     WHERE l.tenant_id = the_tenant AND l.subscription_id = the_subscription AND l.fence = the_fence AND l.state = 'RUNNING';
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    IF rest > 0 THEN
        UPDATE public.tenant_share s SET active = s.active - 1 WHERE s.tenant_id = the_tenant;
        PERFORM app.queue_promote(the_tenant);
    END IF;
    RETURN true;
END
$$;

-- Ends the rest of lanes whose time has come: they queue up as if they had just become ready, but keep an older tag.
CREATE FUNCTION app.queue_wake(most integer) RETURNS integer
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    due uuid[];
    each_tenant uuid;
    lanes integer;
    woken integer := 0;
BEGIN
    SELECT array_agg(DISTINCT d.tenant_id) INTO due
      FROM (SELECT l.tenant_id FROM public.lane l
             WHERE l.state = 'WAITING' AND l.ready_at <= clock_timestamp()
             ORDER BY l.ready_at LIMIT most) d;
    IF due IS NULL THEN
        RETURN 0;
    END IF;
    -- In order, and only those that nobody else is busy with: the next look is half a second away.
    FOR each_tenant IN
        SELECT s.tenant_id FROM public.tenant_share s WHERE s.tenant_id = ANY (due)
         ORDER BY s.tenant_id FOR UPDATE SKIP LOCKED
    LOOP
        UPDATE public.lane l SET state = 'PARKED', vtag = greatest(l.vtag, app.virtual_time())
         WHERE l.tenant_id = each_tenant AND l.state = 'WAITING' AND l.ready_at <= clock_timestamp();
        GET DIAGNOSTICS lanes = ROW_COUNT;
        UPDATE public.tenant_share s SET parked = s.parked + lanes WHERE s.tenant_id = each_tenant;
        PERFORM app.queue_promote(each_tenant);
        woken := woken + lanes;
    END LOOP;
    RETURN woken;
END
$$;

-- Takes a run out of the queue (REMOVED), or marks it for the worker that has it (MARKED). The share is locked by the caller.
CREATE FUNCTION app.queue_cancel(the_tenant uuid, the_run uuid) RETURNS text
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    run record;
    held record;
BEGIN
    SELECT q.subscription_id, q.seq, q.scheduled INTO STRICT run
      FROM public.queued_run q WHERE q.tenant_id = the_tenant AND q.run_id = the_run;
    SELECT l.state, l.pending, l.running_seq INTO STRICT held
      FROM public.lane l WHERE l.tenant_id = the_tenant AND l.subscription_id = run.subscription_id
       FOR UPDATE;
    IF held.running_seq = run.seq THEN
        UPDATE public.lane l SET cancel_seq = l.running_seq
         WHERE l.tenant_id = the_tenant AND l.subscription_id = run.subscription_id;
        RETURN 'MARKED';
    END IF;
    DELETE FROM public.queued_run q
     WHERE q.tenant_id = the_tenant AND q.subscription_id = run.subscription_id
       AND q.scheduled = run.scheduled AND q.seq = run.seq;
    -- A lane that rests for the sake of its head need not rest any longer without it.
    UPDATE public.lane l SET
           pending = l.pending - 1,
           people = l.people - (NOT run.scheduled)::int,
           state = CASE WHEN l.pending = 1 THEN 'IDLE' ELSE l.state END,
           ready_at = CASE WHEN l.state = 'WAITING' AND NOT EXISTS (
                   SELECT FROM public.queued_run before
                    WHERE before.tenant_id = the_tenant AND before.subscription_id = run.subscription_id
                      AND before.scheduled = run.scheduled AND before.seq < run.seq)
               THEN clock_timestamp() ELSE l.ready_at END
     WHERE l.tenant_id = the_tenant AND l.subscription_id = run.subscription_id;
    UPDATE public.tenant_share s SET
           open_runs = s.open_runs - 1,
           active = s.active - (held.pending = 1 AND held.state = 'READY')::int,
           parked = s.parked - (held.pending = 1 AND held.state = 'PARKED')::int
     WHERE s.tenant_id = the_tenant;
    PERFORM app.queue_promote(the_tenant);
    RETURN 'REMOVED';
END
$$;

DO $$
DECLARE
    signature text;
BEGIN
    FOREACH signature IN ARRAY ARRAY[
        'app.queue_promote(uuid)', 'app.queue_add(uuid, uuid[], uuid[], boolean)', 'app.queue_settle(uuid[], uuid[], bigint[])',
        'app.queue_claim(uuid, integer, double precision)',
        'app.queue_step(uuid[], uuid[], bigint[], uuid, integer, double precision)',
        'app.queue_release(uuid, uuid, bigint, double precision)', 'app.queue_wake(integer)', 'app.queue_cancel(uuid, uuid)']
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', signature);
    END LOOP;
END
$$;
GRANT EXECUTE ON FUNCTION app.queue_promote(uuid), app.queue_settle(uuid[], uuid[], bigint[])
    TO tunnelscope_app, tunnelscope_system;
GRANT EXECUTE ON FUNCTION app.queue_add(uuid, uuid[], uuid[], boolean), app.queue_cancel(uuid, uuid),
    app.queue_release(uuid, uuid, bigint, double precision) TO tunnelscope_app;
GRANT EXECUTE ON FUNCTION app.queue_claim(uuid, integer, double precision),
    app.queue_step(uuid[], uuid[], bigint[], uuid, integer, double precision), app.queue_wake(integer) TO tunnelscope_system;
