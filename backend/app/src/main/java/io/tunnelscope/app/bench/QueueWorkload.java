package io.tunnelscope.app.bench;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is asked of the queue.
 *
 * @param kind drain, trickle, skew, crash or enqueue
 * @param keys 0: jobs have none
 * @param hotJobs of one tenant, queued before; skew only
 * @param workers slots of all processes together
 * @param sleep how long a job takes
 * @param lease zero: the product's
 * @param cap when to give up
 */
record QueueWorkload(
    String kind,
    int jobs,
    int keys,
    int hotJobs,
    int hotKeys,
    int workers,
    int processes,
    Duration sleep,
    int perSecond,
    Duration settle,
    Duration killAfter,
    Duration lease,
    Duration cap,
    int single1,
    int single10,
    int batched,
    int batch) {

  /** Jobs without a key go to as many lanes: there is no other way to run. */
  private static final int LANES_WITHOUT_KEY = 64;

  static QueueWorkload of(JsonObject json) {
    return new QueueWorkload(
        json.getString("kind"),
        json.getInteger("jobs", 0),
        json.getInteger("keys", 0),
        json.getInteger("hotJobs", 0),
        json.getInteger("hotKeys", 0),
        json.getInteger("workers", 0),
        json.getInteger("procs", 0),
        Duration.ofMillis(json.getInteger("sleepMs", 0)),
        json.getInteger("ratePerS", 1),
        Duration.ofSeconds(json.getInteger("settleS", 0)),
        Duration.ofMillis(json.getInteger("killAfterMs", 0)),
        Duration.ofSeconds(json.getInteger("leaseS", 0)),
        Duration.ofSeconds(json.getInteger("capS", 0)),
        json.getInteger("single1", 0),
        json.getInteger("single10", 0),
        json.getInteger("batched", 0),
        json.getInteger("batch", 0));
  }

  /** Slots of one process. */
  int slots() {
    return Math.ceilDiv(workers, processes);
  }

  /** Jobs that come at once, or one after the other; of skew those that come late. */
  List<QueueJob> jobList() {
    if (kind.equals("skew")) {
      return jobs(jobs, jobs, QueueJob.Kind.COLD);
    }
    return keys == 0
        ? jobs(jobs, LANES_WITHOUT_KEY, QueueJob.Kind.NONE)
        : jobs(jobs, keys, QueueJob.Kind.KEYED);
  }

  List<QueueJob> hotList() {
    return jobs(hotJobs, hotKeys, QueueJob.Kind.HOT);
  }

  static List<QueueJob> jobs(int count, int keys, QueueJob.Kind kind) {
    return IntStream.range(0, count).mapToObj(n -> new QueueJob(n, kind, n % keys)).toList();
  }

  /** All lanes that will be used. */
  List<QueueJob> lanes() {
    var lanes = new ArrayList<QueueJob>();
    if (kind.equals("skew")) {
      lanes.addAll(jobs(hotKeys, hotKeys, QueueJob.Kind.HOT));
      lanes.addAll(jobs(jobs, jobs, QueueJob.Kind.COLD));
    } else if (keys == 0) {
      lanes.addAll(jobs(LANES_WITHOUT_KEY, LANES_WITHOUT_KEY, QueueJob.Kind.NONE));
    } else {
      lanes.addAll(jobs(keys, keys, QueueJob.Kind.KEYED));
    }
    return lanes;
  }
}
