package io.tunnelscope.app.cli;

import io.tunnelscope.app.settings.Purpose;
import io.tunnelscope.app.settings.Settings;
import io.tunnelscope.app.settings.SettingsInvalid;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the settings of a server; mistakes are usage, all of them in one line. */
final class ServerSettings {
  private ServerSettings() {}

  static Settings read(Terminal terminal, Optional<Path> file, Purpose purpose) {
    try {
      return Settings.from(terminal.environment(), file, purpose);
    } catch (SettingsInvalid e) {
      var all = Ink.harmless(String.join("; ", e.complaints()));
      throw CommandFailed.usage("the settings cannot be used: " + all, "설정을 사용할 수 없습니다: " + all);
    }
  }
}
