package io.tunnelscope.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Lists that the server hands out page by page. */
final class Pages {
  /** More than this is no list for a terminal. */
  static final int EVERYTHING = 100_000;

  private static final int PAGE = 200;

  private Pages() {}

  /**
   * The list's first page with the items of the further ones added, as long as fewer than {@code
   * most} are there.
   *
   * @param path of the list, with or without a query
   */
  static ObjectNode all(Server server, String path, int most) throws InterruptedException {
    ObjectNode all = page(server, path, "", most);
    var items = all.withArray("items");
    String next = all.path("next").asText("");
    while (!next.isEmpty() && !all.path("next").isNull() && items.size() < most) {
      JsonNode page = page(server, path, next, most - items.size());
      page.path("items").forEach(items::add);
      all.set("next", page.path("next"));
      next = page.path("next").isNull() ? "" : page.path("next").asText("");
    }
    return all;
  }

  private static ObjectNode page(Server server, String path, String cursor, int wanted)
      throws InterruptedException {
    var query =
        (path.contains("?") ? "&" : "?")
            + "limit="
            + Math.min(PAGE, wanted)
            + (cursor.isEmpty() ? "" : "&cursor=" + Server.encoded(cursor));
    return (ObjectNode) server.get(path + query);
  }
}
