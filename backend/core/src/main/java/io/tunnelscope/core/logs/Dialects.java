package io.tunnelscope.core.logs;

import java.util.List;

/** One reader of each dialect. */
final class Dialects {

  private Dialects() {}

  /** Fresh readers for a file; the more telling their marks, the earlier they are asked. */
  static List<Dialect> all(String file, CaseNotes notes) {
    return List.of(
        new ConnectionStats(notes),
        new CpuStats(notes),
        new WfpSum(notes),
        new WfpDiag(file, notes),
        new IkeErrors(notes),
        new AzureDiagnostics(notes),
        new AzureIkeLog(notes),
        RacoonLog.of(notes),
        AsaLog.of(notes),
        IosLog.of(notes),
        FortigateLog.of(notes),
        JunosLog.of(notes),
        WindowsRas.of(notes),
        MikrotikLog.of(notes),
        new PlutoLog(notes),
        new CharonLog(notes));
  }
}
