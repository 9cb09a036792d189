package io.tunnelscope.app.arm;

import io.tunnelscope.app.bundles.Delivery;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.app.runs.RunDetails;
import java.util.Optional;

/** Says where the log bundle of a run is, and why it is not where the client wanted it. */
final class StorageText {
  private static final Text NO_LOGS =
      new Text(
          "There are no log files of this run; nothing was written to a storage account.",
          "이 점검의 로그 파일이 없습니다. 스토리지 계정에는 아무것도 기록되지 않았습니다.");
  private static final Text NOT_WANTED =
      kept("nothing was written to a storage account.", "스토리지 계정에는 아무것도 기록되지 않았습니다.");

  private StorageText() {}

  static Text of(RunDetails details) {
    return of(details.run().delivery(), details.bundle().isPresent());
  }

  /**
   * @param delivery empty when the client named no storage
   */
  static Text of(Optional<Delivery> delivery, boolean hasLogs) {
    if (!hasLogs) {
      return NO_LOGS;
    }
    return delivery.map(StorageText::of).orElse(NOT_WANTED);
  }

  private static Text of(Delivery delivery) {
    return switch (delivery) {
      case Delivery.Done _ ->
          new Text(
              "The log bundle was written to the storage account and is kept in Tunnelscope too.",
              "로그 번들을 스토리지 계정에 기록했으며 Tunnelscope에도 보관합니다.");
      case Delivery.Kept(var why) -> of(why);
    };
  }

  private static Text of(Delivery.Why why) {
    return switch (why) {
      case NO_LOGS -> NO_LOGS;
      case NOT_SET ->
          kept(
              "nothing was written to a storage account, as none is set for this subscription.",
              "이 구독에 스토리지가 설정되어 있지 않아 스토리지 계정에는 아무것도 기록되지 않았습니다.");
      case ELSEWHERE ->
          kept(
              "nothing was written to the storage account, as account and path are not within the"
                  + " container that is set for this subscription.",
              "요청한 계정과 경로가 이 구독에 설정된 컨테이너에 속하지 않아 스토리지 계정에는 아무것도 기록되지 않았습니다.");
      case NO_KEY ->
          kept(
              "nothing was written to the storage account, as no key is set for it.",
              "스토리지 계정의 키가 설정되어 있지 않아 아무것도 기록되지 않았습니다.");
      case NO_SUCH_CONTAINER ->
          kept(
              "nothing was written to the storage account, as the container that is set for this"
                  + " subscription does not exist.",
              "이 구독에 설정된 컨테이너가 없어 스토리지 계정에는 아무것도 기록되지 않았습니다.");
      case NOT_ALLOWED ->
          kept(
              "nothing was written to the storage account, as it refuses the key that is set for"
                  + " this subscription.",
              "스토리지 계정이 이 구독에 설정된 키를 거부하여 아무것도 기록되지 않았습니다.");
      case UNREACHABLE ->
          kept(
              "nothing was written to the storage account, as it did not answer in time.",
              "스토리지 계정이 제때 응답하지 않아 아무것도 기록되지 않았습니다.");
    };
  }

  private static Text kept(String english, String korean) {
    return new Text(
        "The log bundle is kept in Tunnelscope; " + english,
        "로그 번들은 Tunnelscope에 보관됩니다. " + korean);
  }
}
