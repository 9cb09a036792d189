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
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * Calls Slack's Web API by its own SDK, which blocks: on a virtual thread for each call. Tries each
 * call once; what may be tried again is the caller's business. The future completes on the caller's
 * context within {@link #LONGEST} and never fails. Neither tokens nor texts are logged.
 */
final class SlackClient implements AutoCloseable {
  static final Duration LONGEST = Duration.ofSeconds(8);

  private static final Duration WITHOUT_ANOTHER_WORD = Duration.ofSeconds(10);
  private static final Duration LONGEST_REST = Duration.ofHours(1);
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
    return call(
        SlackMethod.POST_MESSAGE,
        token,
        quiet(of(channel, message)).add("client_msg_id", id.toString()));
  }

  /** Puts another text in the place of a message. */
  Future<SlackAnswer> update(Secret token, String channel, String ts, SlackMessage message) {
    return call(SlackMethod.UPDATE, token, of(channel, message).add("ts", ts));
  }

  /** Shows a message to one person of the channel, until they reload. */
  Future<SlackAnswer> postEphemeral(
      Secret token, String channel, String user, SlackMessage message) {
    return call(SlackMethod.POST_EPHEMERAL, token, of(channel, message).add("user", user));
  }

  /** The conversation of the bot with somebody: {@link Sent} names its channel. */
  Future<SlackAnswer> openConversation(Secret token, String user) {
    return call(SlackMethod.OPEN_CONVERSATION, token, new FormBody.Builder().add("users", user));
  }

  private static FormBody.Builder of(String channel, SlackMessage message) {
    return new FormBody.Builder()
        .add("channel", channel)
        .add("text", message.text())
        .add("blocks", message.blocks().encode())
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
      return new Later(retryAfter(response));
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

  private static Duration retryAfter(Response response) {
    try {
      var seconds = Duration.ofSeconds(Long.parseLong(response.header("Retry-After", "")));
      return seconds.isPositive() && seconds.compareTo(LONGEST_REST) <= 0 ? seconds : LONGEST_REST;
    } catch (NumberFormatException _) {
      return WITHOUT_ANOTHER_WORD;
    }
  }

  private static SlackAnswer read(JsonObject json) {
    if (json.getBoolean("ok", false)) {
      return json.getValue("channel") instanceof JsonObject opened
          ? new Sent(opened.getString("id", ""), "")
          : new Sent(json.getString("channel", ""), json.getString("ts", ""));
    }
    var error = json.getString("error", "unknown");
    return switch (error) {
      case "ratelimited", "rate_limited" -> new Later(WITHOUT_ANOTHER_WORD);
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

  /** Lets nothing start any more; what is on its way ends by itself, within its time. */
  @Override
  public void close() {
    threads.shutdown();
    http.connectionPool().evictAll();
  }
}
