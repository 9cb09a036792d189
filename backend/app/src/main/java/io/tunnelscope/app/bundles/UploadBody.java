package io.tunnelscope.app.bundles;

import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Text;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Receives one upload into a folder of its own: the body itself as one file, or each part called
 * {@code file} of a multipart body. Nothing is held in memory; a slow disk slows the sender down.
 * One use, on the event loop of the request, which comes paused.
 */
final class UploadBody {
  private static final int MOST_PARTS = 100;
  private static final String PART = "file";

  private final Vertx vertx;
  private final Path folder;
  private final Allowance allowance = new Allowance();
  private final List<Future<Received>> parts = new ArrayList<>();
  private final List<CountedFile> open = new ArrayList<>();
  private final Promise<List<Received>> whole = Promise.promise();

  UploadBody(Vertx vertx, Path folder) {
    this.vertx = vertx;
    this.folder = folder;
  }

  /**
   * A file that has arrived.
   *
   * @param name as the sender calls it: for people only
   */
  record Received(String name, Path file) {}

  /**
   * The files in the order they came, at least one. Fails with {@link Refusal.TooLarge}, with
   * {@link Refusal.Invalid} when there is no file, and when the sender goes away. All files are
   * closed when it ends.
   *
   * @param name of the body, where it is no multipart one
   */
  Future<List<Received>> receive(HttpServerRequest request, String name) {
    if (isMultipart(request)) {
      receiveParts(request);
    } else {
      parts.add(receive(request, name, folder.resolve("0")));
      finish();
    }
    return whole.future().eventually(this::closeAll);
  }

  /** Gives up: the future of {@link #receive} fails with that. */
  void stop(Throwable why) {
    whole.tryFail(why);
  }

  private static boolean isMultipart(HttpServerRequest request) {
    var type = request.getHeader("Content-Type");
    return type != null && type.regionMatches(true, 0, "multipart/form-data", 0, 19);
  }

  private void receiveParts(HttpServerRequest request) {
    try {
      request.setExpectMultipart(true);
    } catch (RuntimeException _) {
      stop(notMultipart()); // no boundary, for instance
      return;
    }
    request.exceptionHandler(
        failure -> stop(failure instanceof HttpClosedException ? brokenOff() : notMultipart()));
    request.uploadHandler(this::receivePart);
    request.endHandler(_ -> finish());
    request.resume();
  }

  private void receivePart(HttpServerFileUpload part) {
    if (!part.name().equals(PART) || parts.size() >= MOST_PARTS) {
      stop(unexpectedPart());
      return;
    }
    var file = folder.resolve(String.valueOf(parts.size()));
    parts.add(receive(part, part.filename(), file));
  }

  private Future<Received> receive(ReadStream<Buffer> from, String name, Path to) {
    var pipe = from.pipe().endOnFailure(false);
    var options = new OpenOptions().setRead(false).setCreateNew(true).setPerms("rw-------");
    return vertx
        .fileSystem()
        .open(to.toString(), options)
        .compose(
            file -> {
              var counted = new CountedFile(file, allowance);
              open.add(counted);
              return pipe.to(counted).onSuccess(_ -> open.remove(counted));
            })
        .map(_ -> new Received(name, to))
        .onFailure(failure -> stop(reason(failure)));
  }

  /** A refusal of ours comes wrapped by the pipe; a sender who went away is no error of ours. */
  private static Throwable reason(Throwable failure) {
    return switch (failure) {
      case HttpClosedException _ -> brokenOff();
      default -> failure.getCause() instanceof Refusal refusal ? refusal : failure;
    };
  }

  private void finish() {
    Future.all(parts)
        .onSuccess(
            _ -> {
              if (allowance.isExceeded()) {
                stop(Allowance.tooLarge());
              } else if (parts.isEmpty()) {
                stop(noFile());
              } else {
                whole.tryComplete(parts.stream().map(Future::result).toList());
              }
            });
  }

  private Future<Void> closeAll() {
    return Future.join(open.stream().map(CountedFile::end).toList()).mapEmpty();
  }

  private static Refusal noFile() {
    return invalid(
        "The form holds no part named file with a log or a zip in it.",
        "폼에 로그 또는 zip 파일이 담긴 file 항목이 없습니다.");
  }

  private static Refusal unexpectedPart() {
    return invalid(
        "An upload holds at most " + MOST_PARTS + " parts, all named file.",
        "업로드에는 file이라는 이름의 항목만 최대 " + MOST_PARTS + "개까지 담을 수 있습니다.");
  }

  private static Refusal brokenOff() {
    return invalid("The upload broke off: send it again.", "업로드가 중단되었습니다. 다시 전송해 주십시오.");
  }

  private static Refusal notMultipart() {
    return invalid(
        "The form could not be read to its end: send it again.",
        "폼 데이터를 끝까지 읽을 수 없습니다. 다시 전송해 주십시오.");
  }

  private static Refusal invalid(String english, String korean) {
    var text = new Text(english, korean);
    return new Refusal.Invalid(text, List.of(new Refusal.Invalid.Complaint(PART, text)));
  }
}
