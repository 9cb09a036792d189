package io.tunnelscope.app.slack;

import io.tunnelscope.core.language.Language;
import java.util.ArrayList;
import java.util.List;

/** What happened to the targets of a channel, a line each. Pure; any thread. */
final class DigestSummary {
  static final int MOST_LINES = 15;

  private static final int LINES_A_SECTION = 3;
  private static final int MOST_LINK_WORDS = 80;

  private DigestSummary() {}

  /**
   * @param shown the first runs, no more than {@link #MOST_LINES}
   * @param all how many there are
   */
  static SlackMessage of(List<RunReport> shown, int all, Site site, Language language) {
    var title = SlackWords.digest(all, language);
    var blocks = new Blocks().header(title);
    for (int n = 0; n < shown.size(); n += LINES_A_SECTION) {
      var lines = new ArrayList<String>();
      shown
          .subList(n, Math.min(shown.size(), n + LINES_A_SECTION))
          .forEach(report -> lines.add(RunSummary.line(report, site, language)));
      blocks.section(String.join("\n", lines));
    }
    if (all > shown.size()) {
      blocks.section(
          SlackText.link(
              site.runs(),
              SlackWords.more(all - shown.size(), language),
              site.authority(),
              MOST_LINK_WORDS));
    }
    return new SlackMessage(title, blocks.done());
  }
}
