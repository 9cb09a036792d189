package io.tunnelscope.app.slack;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.util.http.SlackHttpClient;
import io.tunnelscope.app.settings.Secret;
import io.tunnelscope.app.slack.SlackAnswer.Ambiguous;
import io.tunnelscope.app.slack.SlackAnswer.Later;
import io.tunnelscope.app.slack.SlackAnswer.Refused;
import io.tunnelscope.app.slack.SlackAnswer.Sent;
import io.tunnelscope.app.slack.SlackAnswer.Upload;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * Calls Slack's Web API by its own SDK, which blocks: on a virtual thread for each call. Tries each
 * call once; what may be tried again is the caller's business, and so is its pace. The future
 * completes on the caller's context within {@link #LONGEST} and never fails. Neither tokens nor
 * texts are logged. What is shown to people goes by {@link LastLook}.
 */
final class SlackClient implements AutoCloseable {
  static final Duration LONGEST = Duration.ofSeconds(8);

  private static final int MOST_BYTES = 1_000_000;

  private final Vertx vertx;
  private final OkHttpClient http;
  private final MethodsClient methods;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param api where the methods are, ending in a slash
   */
  SlackClient(Vertx vertx, URI api) {
    this(vertx, api, LONGEST);
  }

  SlackClient(Vertx vertx, URI api, Duration longest) {
    this.vertx = vertx;
    this.http =
        new OkHttpClient.Builder()
            // A call that is repeated unseen could be a second message.
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .callTimeout(longest)
            .connectTimeout(longest)
            .readTimeout(longest)
            .writeTimeout(longest)
            .build();
    var config = new SlackConfig();
    config.setMethodsEndpointUrlPrefix(api.toString());
    config.setStatsEnabled(false);
    config.setTokenExistenceVerificationEnabled(false);
    config.getHttpClientResponseHandlers().clear(); // they log bodies
    this.methods = Slack.getInstance(config, new SlackHttpClient(http)).methods();
  }

  /**
   * Posts a message that everybody in the channel sees.
   *
   * @param id by which Slack knows a repeated posting: it posts once
   */
  Future<SlackAnswer> post(Secret token, String channel, SlackMessage message, UUID id) {
    return post(token, channel, Optional.empty(), message, id);
  }

  /** The same, in a thread if there is one. */
  Future<SlackAnswer> post(
      Secret token, String channel, Optional<String> thread, SlackMessage message, UUID id) {
    var form = of(SlackMethod.POST_MESSAGE, channel, message);
    thread.ifPresent(ts -> form.add("thread_ts", ts));
    return call(SlackMethod.POST_MESSAGE, token, quiet(form).add("client_msg_id", id.toString()));
  }

  /** Puts another text in the place of a message. */
  Future<SlackAnswer> update(Secret token, String channel, String ts, SlackMessage message) {
    return call(SlackMethod.UPDATE, token, of(SlackMethod.UPDATE, channel, message).add("ts", ts));
  }

  /**
   * Shows a message to one person of the channel, until they reload; in a thread if there is one.
   */
  Future<SlackAnswer> postEphemeral(
      Secret token, String channel, Optional<String> thread, String user, SlackMessage message) {
    var form = of(SlackMethod.POST_EPHEMERAL, channel, message).add("user", user);
    thread.ifPresent(ts -> form.add("thread_ts", ts));
    return call(SlackMethod.POST_EPHEMERAL, token, form);
  }

  /** Shows somebody their Home, in the place of the one that was there. */
  Future<SlackAnswer> publishHome(Secret token, String user, JsonObject view) {
    return call(
        SlackMethod.PUBLISH_HOME,
        token,
        new FormBody.Builder()
            .add("user_id", user)
            .add("view", LastLook.atView(view, SlackMethod.PUBLISH_HOME.wire()).encode()));
  }

  /** Opens a dialog, where somebody has just clicked. */
  Future<SlackAnswer> openView(Secret token, Secret trigger, JsonObject view) {
    return call(
        SlackMethod.OPEN_VIEW,
        token,
        new FormBody.Builder()
            .add("trigger_id", trigger.reveal())
            .add("view", LastLook.atView(view, SlackMethod.OPEN_VIEW.wire()).encode()));
  }

  /**
   * Shows what stands behind links of a message.
   *
   * @param unfurls the blocks of each link
   */
  Future<SlackAnswer> unfurl(Secret token, String channel, String ts, JsonObject unfurls) {
    return call(
        SlackMethod.UNFURL,
        token,
        new FormBody.Builder()
            .add("channel", channel)
            .add("ts", ts)
            .add("unfurls", LastLook.atUnfurls(unfurls, SlackMethod.UNFURL.wire()).encode()));
  }

  /** The conversation of the bot with somebody: {@link Sent} names its channel. */
  Future<SlackAnswer> openConversation(Secret token, String user) {
    return call(SlackMethod.OPEN_CONVERSATION, token, new FormBody.Builder().add("users", user));
  }

  /**
   * Asks where a file may be sent: {@link Sent} tells it.
   *
   * @param bytes how long it is, at least 1
   */
  Future<SlackAnswer> beginUpload(Secret token, String name, int bytes) {
    return call(
        SlackMethod.BEGIN_UPLOAD,
        token,
        new FormBody.Builder().add("filename", name).add("length", Integer.toString(bytes)));
  }

  /**
   * Shows a file that was sent, in a thread if there is one. Knows no ids: what is repeated may be
   * there twice.
   *
   * @param file Slack's id
   * @param comment its text stands beside the file
   */
  Future<SlackAnswer> completeUpload(
      Secret token,
      String file,
      String name,
      String channel,
      Optional<String> thread,
      SlackMessage comment) {
    var files = new JsonArray().add(new JsonObject().put("id", file).put("title", name));
    var form =
        new FormBody.Builder()
            .add("files", files.encode())
            .add("channel_id", channel)
            .add(
                "initial_comment", LastLook.at(comment, SlackMethod.COMPLETE_UPLOAD.wire()).text());
    thread.ifPresent(ts -> form.add("thread_ts", ts));
    return call(SlackMethod.COMPLETE_UPLOAD, token, form);
  }

  private static FormBody.Builder of(SlackMethod method, String channel, SlackMessage message) {
    var sound = LastLook.at(message, method.wire());
    return new FormBody.Builder()
        .add("channel", channel)
        .add("text", sound.text())
        .add("blocks", sound.blocks().encode())
        .add("link_names", "false")
        .add("parse", "none");
  }

  private static FormBody.Builder quiet(FormBody.Builder form) {
    return form.add("unfurl_links", "false").add("unfurl_media", "false");
  }

  private Future<SlackAnswer> call(SlackMethod method, Secret token, FormBody.Builder form) {
    var context = vertx.getOrCreateContext();
    var promise = Promise.<SlackAnswer>promise();
    threads.execute(
        () -> {
          var answer = blocking(method, token, form);
          context.runOnContext(_ -> promise.complete(answer));
        });
    return promise.future();
  }

  private SlackAnswer blocking(SlackMethod method, Secret token, FormBody.Builder form) {
    try (var response = methods.runPostFormWithToken(form, method.wire(), token.reveal())) {
      return read(response);
    } catch (IOException _) {
      return new Ambiguous("no_answer");
    } catch (RuntimeException _) {
      return new Ambiguous("not_understood");
    }
  }

  private static SlackAnswer read(Response response) throws IOException {
    if (response.code() == 429) {
      return Later.of(response.header("Retry-After", ""));
    }
    if (response.code() != 200) {
      return new Ambiguous("http_" + response.code());
    }
    // Longer than any answer to what we ask.
    var text = response.peekBody(MOST_BYTES).string();
    try {
      return read(new JsonObject(text));
    } catch (DecodeException _) {
      return new Ambiguous("no_json");
    }
  }

  private static SlackAnswer read(JsonObject json) {
    if (json.getBoolean("ok", false)) {
      if (json.containsKey("upload_url")) {
        return new Sent("", "", Optional.of(upload(json)));
      }
      return json.getValue("channel") instanceof JsonObject opened
          ? new Sent(opened.getString("id", ""), "")
          : new Sent(json.getString("channel", ""), json.getString("ts", ""));
    }
    var error = json.getString("error", "unknown");
    return switch (error) {
      case "ratelimited", "rate_limited" -> Later.unsaid();
      // Of these Slack says that some of it may have been done, or that it is to be tried again.
      case "fatal_error",
          "internal_error",
          "service_unavailable",
          "request_timeout",
          "team_added_to_org",
          "token_expired",
          "unknown" ->
          new Ambiguous(error);
      default -> new Refused(error);
    };
  }

  private static Upload upload(JsonObject json) {
    return new Upload(json.getString("file_id", ""), new Secret(json.getString("upload_url", "")));
  }

  /** Lets nothing start any more; what is on its way ends by itself, within its time. */
  @Override
  public void close() {
    threads.shutdown();
    http.connectionPool().evictAll();
  }
}
