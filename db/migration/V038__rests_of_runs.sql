-- A run that is tried again rests by itself: the others of its subscription go on meanwhile. Only where the provider asked
-- for a pause does the whole subscription rest.
--
-- States of a lane, besides those of V018: WAITING its subscription rests until ready_at; RESTING each of its runs rests.

ALTER TABLE queued_run
    -- Set aside until then; null: as soon as it is its turn.
    ADD COLUMN rests_until timestamptz;
CREATE INDEX queued_run_resting ON queued_run (rests_until) WHERE rests_until IS NOT NULL;

ALTER TABLE lane
    -- Of the pending runs those that rest. They are not among the people.
    ADD COLUMN resting integer NOT NULL DEFAULT 0 CHECK (resting >= 0),
    -- One of the pending runs rested, or does: others may have overtaken it, so that what is done is no more all up to the last one.
    ADD COLUMN overtaken boolean NOT NULL DEFAULT false;
ALTER TABLE lane DROP CONSTRAINT lane_state_check;
ALTER TABLE lane ADD CONSTRAINT lane_state_check
    CHECK (state IN ('IDLE', 'READY', 'RUNNING', 'WAITING', 'RESTING', 'PARKED'));

ALTER TABLE run
    -- Tries in which nothing could be collected; what was given back for another reason does not count.
    ADD COLUMN failed_tries integer NOT NULL DEFAULT 0 CHECK (failed_tries >= 0);

GRANT UPDATE ON queued_run TO tunnelscope_app, tunnelscope_system;

-- As in V018, and a lane in which all rests wakes as an empty one does.
CREATE OR REPLACE FUNCTION app.queue_add(the_tenant uuid, subscriptions uuid[], runs uuid[], on_schedule boolean) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    share record;
    added record;
    start_tag bigint;
    now_ready text;
    asleep boolean;
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
        SELECT l.state IN ('IDLE', 'RESTING') INTO STRICT asleep
          FROM public.lane l WHERE l.tenant_id = the_tenant AND l.subscription_id = added.id
           FOR UPDATE;
        UPDATE public.lane l SET
               pending  = l.pending + added.runs,
               people   = l.people + CASE WHEN on_schedule THEN 0 ELSE added.runs END,
               state    = CASE WHEN asleep THEN now_ready ELSE l.state END,
               ready_at = CASE WHEN asleep THEN clock_timestamp() ELSE l.ready_at END,
               -- A person comes to a lane of schedules: it has the tag of persons from now on.
               vtag     = CASE WHEN asleep THEN start_tag
                               WHEN NOT on_schedule AND l.people = 0 THEN least(l.vtag, start_tag)
                               ELSE l.vtag END
         WHERE l.tenant_id = the_tenant AND l.subscription_id = added.id;
        IF asleep THEN
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

-- As in V018, but for lanes in which what is left rests, and for runs that others overtook while they rested.
CREATE OR REPLACE FUNCTION app.queue_settle(tenants uuid[], subscriptions uuid[], fences bigint[]) RETURNS integer
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
        SELECT l.tenant_id, l.subscription_id, l.running_scheduled, l.running_seq, l.pending, l.people, l.resting, l.overtaken,
               CASE WHEN l.running_scheduled THEN l.last_scheduled_seq ELSE l.last_seq END AS done_seq
          FROM unnest(tenants, subscriptions, fences) AS done (tenant_id, subscription_id, fence)
          JOIN public.lane l ON l.tenant_id = done.tenant_id AND l.subscription_id = done.subscription_id
               AND l.fence = done.fence AND l.state = 'RUNNING'
         ORDER BY l.tenant_id, l.subscription_id
           FOR UPDATE OF l
    ), gone AS (
        DELETE FROM public.queued_run q USING held h
         WHERE q.tenant_id = h.tenant_id AND q.subscription_id = h.subscription_id
           AND q.scheduled = h.running_scheduled AND q.seq = h.running_seq
        RETURNING q.tenant_id, q.subscription_id, q.seq, q.scheduled, h.done_seq, h.resting, h.overtaken,
                  h.pending - 1 AS pending, h.people - (NOT q.scheduled)::int AS people
    ), freed AS (
        SELECT g.*, g.pending > g.resting AND g.people > 0 AS for_people, g.pending > g.resting AND g.people = 0 AS for_schedule,
               row_number() OVER (PARTITION BY g.tenant_id, g.pending > g.resting, g.people > 0
                                  ORDER BY g.subscription_id) - 1 AS nth,
               -- Up to here nothing is left, not even one that was overtaken while it rested.
               CASE WHEN g.overtaken THEN
                    coalesce((SELECT min(left_behind.seq) - 1
                                FROM public.queued_run left_behind
                               WHERE left_behind.tenant_id = g.tenant_id AND left_behind.subscription_id = g.subscription_id
                                 AND left_behind.scheduled = g.scheduled
                                 AND left_behind.seq > g.done_seq AND left_behind.seq < g.seq), g.seq)
                    ELSE g.seq END AS all_done_seq
          FROM gone g
    ), counted AS (
        SELECT f.tenant_id, count(*)::int AS runs, count(*) FILTER (WHERE f.for_people)::int AS for_people,
               count(*) FILTER (WHERE f.for_schedule)::int AS for_schedule
          FROM freed f GROUP BY f.tenant_id
    ), crowd AS (
        -- Others wait for a place, or the limit was lowered since.
        SELECT s.tenant_id, s.parked > 0 OR s.active > t.running_limit AS crowded
          FROM counted c JOIN public.tenant_share s USING (tenant_id) JOIN public.tenant t USING (tenant_id)
    ), shared AS (
        UPDATE public.tenant_share s SET
               open_runs = s.open_runs - c.runs,
               vtime = CASE WHEN c.for_people = 0 THEN s.vtime
                            ELSE greatest(s.vtime, now_tag) + c.for_people * 1000 / s.weight END,
               vtime_scheduled = CASE WHEN c.for_schedule = 0 THEN s.vtime_scheduled
                            ELSE greatest(s.vtime_scheduled, now_tag) + c.for_schedule * 1000 / s.weight END,
               active = s.active - CASE WHEN w.crowded THEN c.runs ELSE c.runs - c.for_people - c.for_schedule END,
               parked = s.parked + CASE WHEN w.crowded THEN c.for_people + c.for_schedule ELSE 0 END
          FROM counted c JOIN crowd w USING (tenant_id)
         WHERE s.tenant_id = c.tenant_id
        RETURNING s.tenant_id, s.weight, w.crowded, s.vtime - c.for_people * 1000 / s.weight AS first_tag,
                  s.vtime_scheduled - c.for_schedule * 1000 / s.weight AS first_scheduled_tag
    )
    UPDATE public.lane l SET
           pending  = f.pending,
           people   = f.people,
           overtaken = l.overtaken AND f.pending > 0,
           state    = CASE WHEN f.pending = 0 THEN 'IDLE' WHEN f.pending = f.resting THEN 'RESTING'
                           WHEN s.crowded THEN 'PARKED' ELSE 'READY' END,
           vtag     = CASE WHEN f.for_people THEN s.first_tag + f.nth * 1000 / s.weight
                           WHEN f.for_schedule THEN s.first_scheduled_tag + f.nth * 1000 / s.weight
                           ELSE l.vtag END,
           ready_at = clock_timestamp(),
           last_seq = CASE WHEN f.scheduled THEN l.last_seq ELSE f.all_done_seq END,
           last_scheduled_seq = CASE WHEN f.scheduled THEN f.all_done_seq ELSE l.last_scheduled_seq END,
           running_seq = NULL, cancel_seq = NULL, owner = NULL, lease_until = NULL
      FROM freed f JOIN shared s ON s.tenant_id = f.tenant_id
     WHERE l.tenant_id = f.tenant_id AND l.subscription_id = f.subscription_id;
    GET DIAGNOSTICS settled = ROW_COUNT;
    PERFORM app.queue_promote(s.tenant_id) FROM public.tenant_share s WHERE s.tenant_id = ANY (tenants) AND s.parked > 0;
    RETURN settled;
END
$$;

-- As in V018, but it passes over runs that rest.
CREATE OR REPLACE FUNCTION app.queue_claim(the_owner uuid, want integer, lease double precision)
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
                  AND q.rests_until IS NULL
                ORDER BY q.seq
                LIMIT 1) head
         WHERE l.tenant_id = mine.tenant_id AND l.subscription_id = mine.subscription_id
        RETURNING l.tenant_id, l.subscription_id, head.run_id, l.fence, l.rank;
END
$$;

-- Gives a run back that is to be tried again in so many seconds, and its lane to the runs behind it; it keeps its place
-- among them. False: the fence has moved on.
CREATE FUNCTION app.queue_set_aside(the_tenant uuid, the_subscription uuid, the_fence bigint, rest double precision)
    RETURNS boolean
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    share record;
    held record;
    start_tag bigint;
BEGIN
    SELECT s.vtime, s.vtime_scheduled, s.parked > 0 OR s.active > t.running_limit AS crowded INTO STRICT share
      FROM public.tenant_share s JOIN public.tenant t USING (tenant_id) WHERE s.tenant_id = the_tenant
       FOR UPDATE OF s;
    SELECT l.running_seq AS seq, l.running_scheduled AS scheduled, l.pending > l.resting + 1 AS goes_on,
           l.people - (NOT l.running_scheduled)::int AS people
      INTO held
      FROM public.lane l
     WHERE l.tenant_id = the_tenant AND l.subscription_id = the_subscription AND l.fence = the_fence AND l.state = 'RUNNING'
       FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE public.queued_run q SET rests_until = clock_timestamp() + make_interval(secs => rest)
     WHERE q.tenant_id = the_tenant AND q.subscription_id = the_subscription
       AND q.scheduled = held.scheduled AND q.seq = held.seq;
    start_tag := greatest(CASE WHEN held.people > 0 THEN share.vtime ELSE share.vtime_scheduled END, app.virtual_time());
    UPDATE public.lane l SET
           resting  = l.resting + 1,
           overtaken = true,
           people   = held.people,
           state    = CASE WHEN NOT held.goes_on THEN 'RESTING' WHEN share.crowded THEN 'PARKED' ELSE 'READY' END,
           vtag     = CASE WHEN held.goes_on THEN start_tag ELSE l.vtag END,
           ready_at = clock_timestamp(),
           running_seq = NULL, cancel_seq = NULL, owner = NULL, lease_until = NULL
     WHERE l.tenant_id = the_tenant AND l.subscription_id = the_subscription;
    UPDATE public.tenant_share s SET
           vtime  = CASE WHEN held.goes_on AND held.people > 0 THEN start_tag + 1000 / s.weight ELSE s.vtime END,
           vtime_scheduled = CASE WHEN held.goes_on AND held.people = 0 THEN start_tag + 1000 / s.weight
                                  ELSE s.vtime_scheduled END,
           active = s.active - (share.crowded OR NOT held.goes_on)::int,
           parked = s.parked + (share.crowded AND held.goes_on)::int
     WHERE s.tenant_id = the_tenant;
    PERFORM app.queue_promote(the_tenant);
    RETURN true;
END
$$;

-- Ends the rest of runs and of lanes whose time has come. Lanes queue up as if they had just become ready, but keep an older tag.
CREATE OR REPLACE FUNCTION app.queue_wake(most integer) RETURNS integer
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    due uuid[];
    each_tenant uuid;
    now_tag bigint;
    lanes integer;
    woken integer := 0;
BEGIN
    SELECT array_agg(DISTINCT d.tenant_id) INTO due
      FROM ((SELECT l.tenant_id FROM public.lane l
              WHERE l.state = 'WAITING' AND l.ready_at <= clock_timestamp()
              ORDER BY l.ready_at LIMIT most)
            UNION ALL
            (SELECT q.tenant_id FROM public.queued_run q
              WHERE q.rests_until <= clock_timestamp()
              ORDER BY q.rests_until LIMIT most)) d;
    IF due IS NULL THEN
        RETURN 0;
    END IF;
    -- In order, and only those that nobody else is busy with: the next look is half a second away.
    FOR each_tenant IN
        SELECT s.tenant_id FROM public.tenant_share s WHERE s.tenant_id = ANY (due)
         ORDER BY s.tenant_id FOR UPDATE SKIP LOCKED
    LOOP
        now_tag := app.virtual_time();
        WITH back AS (
            UPDATE public.queued_run q SET rests_until = NULL
             WHERE q.tenant_id = each_tenant AND q.rests_until <= clock_timestamp()
            RETURNING q.subscription_id, q.scheduled
        ), counted AS (
            SELECT b.subscription_id, count(*)::int AS runs, count(*) FILTER (WHERE NOT b.scheduled)::int AS people
              FROM back b GROUP BY b.subscription_id
        )
        UPDATE public.lane l SET
               resting  = l.resting - c.runs,
               people   = l.people + c.people,
               -- As when a person comes to a lane of schedules.
               vtag     = CASE WHEN l.state <> 'RESTING' AND l.people = 0 AND c.people > 0
                               THEN least(l.vtag, greatest(s.vtime, now_tag)) ELSE l.vtag END,
               state    = CASE WHEN l.state = 'RESTING' THEN 'WAITING' ELSE l.state END,
               ready_at = CASE WHEN l.state = 'RESTING' THEN clock_timestamp() ELSE l.ready_at END
          FROM counted c, public.tenant_share s
         WHERE l.tenant_id = each_tenant AND l.subscription_id = c.subscription_id AND s.tenant_id = each_tenant;

        -- What waited for its subscription may have been cancelled, so that all that is left rests, or nothing is.
        UPDATE public.lane l SET state = CASE WHEN l.pending = 0 THEN 'IDLE' ELSE 'RESTING' END
         WHERE l.tenant_id = each_tenant AND l.state = 'WAITING' AND l.ready_at <= clock_timestamp() AND l.pending = l.resting;
        UPDATE public.lane l SET state = 'PARKED', vtag = greatest(l.vtag, now_tag)
         WHERE l.tenant_id = each_tenant AND l.state = 'WAITING' AND l.ready_at <= clock_timestamp() AND l.pending > l.resting;
        GET DIAGNOSTICS lanes = ROW_COUNT;
        UPDATE public.tenant_share s SET parked = s.parked + lanes WHERE s.tenant_id = each_tenant;
        PERFORM app.queue_promote(each_tenant);
        woken := woken + lanes;
    END LOOP;
    RETURN woken;
END
$$;

-- As in V018. Where the provider asked for a pause, the subscription keeps it: the next run would meet the same answer.
CREATE OR REPLACE FUNCTION app.queue_cancel(the_tenant uuid, the_run uuid) RETURNS text
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    run record;
    held record;
    next_state text;
BEGIN
    SELECT q.subscription_id, q.seq, q.scheduled, (q.rests_until IS NOT NULL)::int AS resting INTO STRICT run
      FROM public.queued_run q WHERE q.tenant_id = the_tenant AND q.run_id = the_run;
    SELECT l.state, l.running_seq, l.pending - 1 AS pending, l.resting - run.resting AS resting INTO STRICT held
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
    next_state := CASE WHEN held.state = 'WAITING' THEN 'WAITING'
                       WHEN held.pending = 0 THEN 'IDLE'
                       WHEN held.state IN ('READY', 'PARKED') AND held.pending = held.resting THEN 'RESTING'
                       ELSE held.state END;
    UPDATE public.lane l SET
           pending = held.pending,
           resting = held.resting,
           people = l.people - (NOT run.scheduled AND run.resting = 0)::int,
           state = next_state
     WHERE l.tenant_id = the_tenant AND l.subscription_id = run.subscription_id;
    UPDATE public.tenant_share s SET
           open_runs = s.open_runs - 1,
           active = s.active - (held.state = 'READY' AND next_state <> 'READY')::int,
           parked = s.parked - (held.state = 'PARKED' AND next_state <> 'PARKED')::int
     WHERE s.tenant_id = the_tenant;
    PERFORM app.queue_promote(the_tenant);
    RETURN 'REMOVED';
END
$$;

-- After a change of the limit: the last of those that have not begun wait while more are active than may be, or some that wait go on.
CREATE FUNCTION app.queue_fit(the_tenant uuid) RETURNS void
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    lanes integer;
BEGIN
    WITH last AS (
        SELECT l.subscription_id
          FROM public.lane l
         WHERE l.tenant_id = the_tenant AND l.state = 'READY'
         ORDER BY l.rank DESC, l.subscription_id DESC
         LIMIT (SELECT greatest(0, s.active - t.running_limit)
                  FROM public.tenant_share s JOIN public.tenant t USING (tenant_id) WHERE s.tenant_id = the_tenant)
           FOR UPDATE
    )
    UPDATE public.lane l SET state = 'PARKED'
      FROM last WHERE l.tenant_id = the_tenant AND l.subscription_id = last.subscription_id;
    GET DIAGNOSTICS lanes = ROW_COUNT;
    UPDATE public.tenant_share s SET active = s.active - lanes, parked = s.parked + lanes WHERE s.tenant_id = the_tenant;
    PERFORM app.queue_promote(the_tenant);
END
$$;

-- Takes all of a tenant out of the queue but what runs, which is marked to be stopped. Returns how many a worker still holds.
CREATE FUNCTION app.queue_clear(the_tenant uuid) RETURNS integer
    LANGUAGE plpgsql VOLATILE
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    running integer;
    held integer;
BEGIN
    PERFORM 1 FROM public.tenant_share s WHERE s.tenant_id = the_tenant FOR UPDATE;
    PERFORM 1 FROM public.lane l WHERE l.tenant_id = the_tenant ORDER BY l.subscription_id FOR UPDATE;
    DELETE FROM public.queued_run q USING public.lane l
     WHERE q.tenant_id = the_tenant AND l.tenant_id = the_tenant AND l.subscription_id = q.subscription_id
       AND q.seq IS DISTINCT FROM l.running_seq;
    UPDATE public.lane l SET
           cancel_seq = l.running_seq,
           pending = (l.state = 'RUNNING')::int,
           people = (l.state = 'RUNNING' AND NOT l.running_scheduled)::int,
           resting = 0,
           state = CASE WHEN l.state = 'RUNNING' THEN 'RUNNING' ELSE 'IDLE' END
     WHERE l.tenant_id = the_tenant;
    SELECT count(*), count(*) FILTER (WHERE l.lease_until > clock_timestamp()) INTO running, held
      FROM public.lane l WHERE l.tenant_id = the_tenant AND l.state = 'RUNNING';
    UPDATE public.tenant_share s SET active = running, parked = 0, open_runs = running WHERE s.tenant_id = the_tenant;
    RETURN held;
END
$$;

REVOKE EXECUTE ON FUNCTION app.queue_fit(uuid), app.queue_clear(uuid) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION app.queue_set_aside(uuid, uuid, bigint, double precision) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.queue_set_aside(uuid, uuid, bigint, double precision) TO tunnelscope_app;
