package io.tunnelscope.app.arm;

import com.fasterxml.jackson.databind.JsonNode;
import io.tunnelscope.app.bundles.StorageWish;
import io.tunnelscope.app.http.WireJson;
import io.tunnelscope.app.refusal.Refusal;
import io.tunnelscope.app.refusal.Refusal.Invalid.Complaint;
import io.tunnelscope.app.refusal.Text;
import io.tunnelscope.core.network.ArmId;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a client asks about. Names of members are matched without regard to case, as Azure does;
 * members that we do not know are left alone.
 *
 * @param storage where the client wants the log bundle, unchecked
 */
record TroubleshootBody(ArmId target, Optional<StorageWish> storage) {
  private static final int LONGEST = 2_000;
  private static final String TARGET = "targetResourceId";
  private static final String STORAGE_ID = "storageId";
  private static final String STORAGE_PATH = "storagePath";
  private static final Text NO_OBJECT =
      new Text("The body is not a JSON object.", "본문이 JSON 객체가 아닙니다.");
  private static final Text NO_ID = new Text("must be the id of a resource", "리소스 ID여야 합니다");
  private static final Text NO_TEXT =
      new Text("must be a text of at most 2,000 characters", "2,000자 이하의 문자열이어야 합니다");

  /**
   * @throws Refusal.Invalid when there is no target, or anything is of a wrong kind
   */
  static TroubleshootBody parse(Buffer body) {
    var json = tree(body);
    var storage = member(json, "properties").flatMap(TroubleshootBody::storage);
    return new TroubleshootBody(
        member(json, TARGET)
            .flatMap(TroubleshootBody::text)
            .flatMap(ArmId::parse)
            .orElseThrow(() -> wrong(TARGET, NO_ID)),
        storage);
  }

  private static JsonNode tree(Buffer body) {
    try {
      var tree = WireJson.mapper().readTree(body == null ? new byte[0] : body.getBytes());
      if (tree.isObject()) {
        return tree;
      }
    } catch (IOException _) {
      // falls through: the parser's own words are not for the caller
    }
    throw new Refusal.Invalid(NO_OBJECT, List.of());
  }

  private static Optional<StorageWish> storage(JsonNode properties) {
    if (!properties.isObject()) {
      throw wrong("properties", new Text("must be an object", "객체여야 합니다"));
    }
    var account = textOf(properties, STORAGE_ID);
    return textOf(properties, STORAGE_PATH).map(path -> new StorageWish(account, path));
  }

  /** Empty when the member is not there or blank. */
  private static Optional<String> textOf(JsonNode properties, String name) {
    return member(properties, name)
        .map(value -> text(value).orElseThrow(() -> wrong(name, NO_TEXT)))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static Optional<JsonNode> member(JsonNode object, String name) {
    return object.properties().stream()
        .filter(each -> each.getKey().equalsIgnoreCase(name) && !each.getValue().isNull())
        .map(each -> each.getValue())
        .findFirst();
  }

  private static Optional<String> text(JsonNode value) {
    return value.isTextual() && value.textValue().length() <= LONGEST
        ? Optional.of(value.textValue())
        : Optional.empty();
  }

  private static Refusal wrong(String member, Text text) {
    return new Refusal.Invalid(text, List.of(new Complaint(member, text)));
  }
}
