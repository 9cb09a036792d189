package io.tunnelscope.app.runs;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.refusal.Text;

/**
 * Why a run has not begun.
 *
 * @param place how many runs of its subscription begin before it does, itself counted; those that
 *     rest do not count
 * @param limit how many subscriptions of the tenant may be in work at once
 */
public record Waiting(Reason reason, int place, int limit) {

  /** What has to happen first. */
  public enum Reason {
    /** Another run of its subscription has to end. */
    SUBSCRIPTION,
    /** Its tenant has as much in work as it may. */
    TENANT_LIMIT,
    /** Every worker of the installation is busy, or will look in a moment. */
    WORKER,
    /** The provider asked for a pause of the subscription. */
    PROVIDER,
    /** Nothing could be collected, and it rests before its next try. */
    RETRY
  }

  public Waiting {
    requireNonNull(reason);
  }

  /** For who waits, without a full stop. */
  public Text text() {
    return switch (reason) {
      case SUBSCRIPTION -> place == 1 ? next() : number();
      case TENANT_LIMIT ->
          new Text(
              "Waits for another run of the tenant to end: no more than %d may be in work at once"
                  .formatted(limit),
              "테넌트의 다른 점검이 끝나기를 기다립니다(동시 실행 한도 %d건)".formatted(limit));
      case WORKER -> new Text("Waits for a free worker", "유휴 작업자를 기다립니다");
      case PROVIDER ->
          new Text(
              "Its subscription rests, as the provider asked for a pause",
              "공급자가 요청을 잠시 멈추도록 요구하여 구독 전체가 대기 중입니다");
      case RETRY ->
          new Text(
              "Rests before another try: the last one could collect nothing",
              "지난 시도에서 증거를 수집하지 못해 잠시 후 다시 시도합니다");
    };
  }

  private static Text next() {
    return new Text(
        "Next in its subscription, once the run in work there is done",
        "이 구독에서 실행 중인 점검이 끝나면 다음 차례입니다");
  }

  private Text number() {
    return new Text(
        "Number %d in its subscription, which has one run in work at a time".formatted(place),
        "구독 내 대기 순번 %d번입니다(구독마다 점검을 하나씩 실행합니다)".formatted(place));
  }
}
