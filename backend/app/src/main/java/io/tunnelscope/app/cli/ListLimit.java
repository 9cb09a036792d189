package io.tunnelscope.app.cli;

/** How long a list a person may ask for. */
final class ListLimit {
  private ListLimit() {}

  static int checked(int limit) {
    if (limit < 1 || limit > Pages.EVERYTHING) {
      throw CommandFailed.usage(
          "--limit takes a number from 1 to " + Pages.EVERYTHING + ": not " + limit,
          "--limit에는 1부터 " + Pages.EVERYTHING + "까지의 숫자를 지정하십시오: " + limit + "은(는) 사용할 수 없습니다");
    }
    return limit;
  }
}
