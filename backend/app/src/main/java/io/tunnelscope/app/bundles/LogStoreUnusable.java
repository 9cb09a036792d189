package io.tunnelscope.app.bundles;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.app.blobs.ContainerState;
import io.tunnelscope.app.refusal.Text;

/** The place for log bundles cannot be used; the text says what is wrong and how to mend it. */
@SuppressWarnings("serial") // never serialised
public final class LogStoreUnusable extends RuntimeException {
  /** What kind of trouble it is. */
  public enum Reason {
    /** The setting names no container, or the key is none. */
    WRONG_SETTING,
    /** A folder of this machine cannot be made or written. */
    NO_FOLDER,
    /** The container is not there, or nobody answers. */
    UNREACHABLE,
    NOT_ALLOWED
  }

  private final Reason reason;
  private final transient Text text;

  private LogStoreUnusable(Reason reason, String english, String korean) {
    super(english, null, false, false);
    this.reason = requireNonNull(reason);
    this.text = new Text(english, korean);
  }

  public Reason reason() {
    return reason;
  }

  public Text text() {
    return text;
  }

  static LogStoreUnusable folder() {
    return new LogStoreUnusable(
        Reason.NO_FOLDER,
        "the folder of TUNNELSCOPE_LOG_STORE cannot be made or written: name one that this process"
            + " may write",
        "TUNNELSCOPE_LOG_STORE 폴더를 만들거나 쓸 수 없습니다: 이 프로세스가 쓸 수 있는 폴더를 지정하십시오");
  }

  /** Where zips wait before they go into a container. */
  static LogStoreUnusable spool() {
    return new LogStoreUnusable(
        Reason.NO_FOLDER,
        "the folder for temporary files cannot be used: give Java one that only this process's user"
            + " may write, with -Djava.io.tmpdir",
        "임시 파일 폴더를 사용할 수 없습니다: 이 프로세스의 사용자만 쓸 수 있는 폴더를 -Djava.io.tmpdir로 지정하십시오");
  }

  static LogStoreUnusable setting() {
    return new LogStoreUnusable(
        Reason.WRONG_SETTING,
        "TUNNELSCOPE_LOG_STORE names no blob container, or TUNNELSCOPE_LOG_STORE_KEY is not the key"
            + " of a storage account: write https://ACCOUNT.blob.core.windows.net/CONTAINER",
        "TUNNELSCOPE_LOG_STORE가 Blob 컨테이너 주소가 아니거나 TUNNELSCOPE_LOG_STORE_KEY가 스토리지 계정 키가 아닙니다:"
            + " https://계정.blob.core.windows.net/컨테이너 형식으로 지정하십시오");
  }

  static LogStoreUnusable container(ContainerState state) {
    return switch (state) {
      case USABLE -> throw new IllegalArgumentException("nothing is wrong");
      case NO_SUCH_CONTAINER ->
          new LogStoreUnusable(
              Reason.UNREACHABLE,
              "the storage account has no container of the name in TUNNELSCOPE_LOG_STORE: create it,"
                  + " or correct the name",
              "스토리지 계정에 TUNNELSCOPE_LOG_STORE에 지정한 컨테이너가 없습니다: 컨테이너를 만들거나 이름을 고치십시오");
      case NOT_ALLOWED ->
          new LogStoreUnusable(
              Reason.NOT_ALLOWED,
              "the storage account refuses the key or signature of TUNNELSCOPE_LOG_STORE: it must be"
                  + " valid now and allow to read, write, delete and list",
              "스토리지 계정이 TUNNELSCOPE_LOG_STORE의 키 또는 서명을 거부합니다: 현재 유효하고 읽기, 쓰기, 삭제, 목록 권한이 있어야"
                  + " 합니다");
      case UNREACHABLE ->
          new LogStoreUnusable(
              Reason.UNREACHABLE,
              "the storage account of TUNNELSCOPE_LOG_STORE does not answer as one: check the name,"
                  + " the network and its firewall",
              "TUNNELSCOPE_LOG_STORE의 스토리지 계정이 응답하지 않습니다: 이름, 네트워크, 방화벽을 확인하십시오");
    };
  }
}
