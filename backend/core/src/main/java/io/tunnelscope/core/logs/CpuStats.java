package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.CpuSample;
import io.tunnelscope.core.evidence.EvidenceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** {@code CPUStats.txt}: load and free memory, on one line or two. */
final class CpuStats implements Dialect {

  private static final Pattern CPU =
      Pattern.compile(
          "Current CPU Usage\\s*:\\s*(\\d{1,3})(?:\\.\\d{1,6})?\\s*%", Pattern.CASE_INSENSITIVE);
  private static final Pattern MEMORY =
      Pattern.compile(
          "Current Memory Available\\s*:\\s*(\\d{1,9})(?:\\.\\d{1,6})?\\s*MB",
          Pattern.CASE_INSENSITIVE);

  private final CaseNotes notes;
  private OptionalInt cpu = OptionalInt.empty();
  private OptionalInt memory = OptionalInt.empty();
  private List<EvidenceRef> refs = new ArrayList<>();

  CpuStats(CaseNotes notes) {
    this.notes = notes;
  }

  @Override
  public LogKind kind() {
    return LogKind.CPU_STATS;
  }

  @Override
  public boolean read(Line line) {
    var load = CPU.matcher(line.text());
    var free = MEMORY.matcher(line.text());
    var loadFound = load.find();
    var freeFound = free.find();
    if (loadFound) {
      finish();
      cpu = OptionalInt.of(Math.min(100, Integer.parseInt(load.group(1))));
    }
    if (freeFound) {
      memory = OptionalInt.of(Integer.parseInt(free.group(1)));
    }
    if (loadFound || freeFound) {
      refs.add(line.ref());
    }
    return loadFound || freeFound;
  }

  @Override
  public void finish() {
    if (cpu.isPresent()) {
      notes.evidence(new CpuSample(cpu.getAsInt(), memory, refs));
    }
    cpu = OptionalInt.empty();
    memory = OptionalInt.empty();
    refs = new ArrayList<>();
  }
}
