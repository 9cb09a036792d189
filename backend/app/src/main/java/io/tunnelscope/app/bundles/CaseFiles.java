package io.tunnelscope.app.bundles;

import io.tunnelscope.app.bundles.UploadBody.Received;
import io.tunnelscope.core.bundle.BundleReader;
import io.tunnelscope.core.bundle.Limits;
import io.tunnelscope.core.bundle.Unpacker;
import io.tunnelscope.core.bundle.UnusableInput;
import io.tunnelscope.core.bundle.UnusableInput.Reason;
import io.tunnelscope.core.evidence.Scope;
import io.tunnelscope.core.logs.LogCopy;
import io.tunnelscope.core.logs.Redaction;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes one case of what somebody sent: archives are taken apart, secrets taken out, everything
 * written into one zip of our own, which then must read as logs. One use; blocks.
 */
final class CaseFiles {
  private static final int SAMPLE = 4096;
  private static final Limits LIMITS = Limits.ofUploads();

  private final Redaction redaction;
  private final CaseNames names = new CaseNames();
  private final List<LogFileRow> files = new ArrayList<>();
  private long unpacked;

  CaseFiles(Redaction redaction) {
    this.redaction = redaction;
  }

  /**
   * Writes the zip.
   *
   * @param zip a file that is not there yet
   * @param now of the evidence that is read to see whether there is any
   * @return the files in it
   * @throws UnusableInput when the files are empty, corrupt, unsafe or no logs
   */
  List<LogFileRow> write(List<Received> received, Path zip, Instant now) throws IOException {
    try (var out =
        new ZipOutputStream(
            new BufferedOutputStream(Channels.newOutputStream(Spool.newChannel(zip))))) {
      for (var each : received) {
        add(each, out);
      }
    }
    new BundleReader(LIMITS, redaction).read(ZippedLogs.sources(zip), Scope.LOGS, now);
    return List.copyOf(files);
  }

  private void add(Received received, ZipOutputStream out) throws IOException {
    try (var in = new BufferedInputStream(Files.newInputStream(received.file()))) {
      if (Unpacker.isArchive(sample(in, 4))) {
        new Unpacker(LIMITS)
            .unpack(
                CaseNames.lastPart(received.name()),
                in,
                (name, bytes) -> addLog(name, new BufferedInputStream(bytes), out));
      } else {
        addLog(CaseNames.lastPart(received.name()), in, out);
      }
    }
    if (files.isEmpty()) {
      throw new UnusableInput(Reason.NOT_A_LOG, CaseNames.lastPart(received.name()));
    }
  }

  /** A picture or a program that lies beside the logs is left out. */
  private void addLog(String wanted, InputStream in, ZipOutputStream out) throws IOException {
    if (isBinary(sample(in, SAMPLE))) {
      return;
    }
    if (files.size() >= LIMITS.files()) {
      throw new UnusableInput(Reason.TOO_MANY_FILES, "");
    }
    var name = names.free(wanted);
    out.putNextEntry(new ZipEntry(name));
    var counted = new CountedOutput(out, this::count);
    var text = new OutputStreamWriter(counted, StandardCharsets.UTF_8);
    long lines = LogCopy.redacted(in, redaction, text);
    text.flush();
    out.closeEntry();
    files.add(new LogFileRow(name, counted.bytes(), lines));
  }

  /** The limit of one archive holds for all of them together. */
  private void count(long more) throws UnusableInput {
    unpacked += more;
    if (unpacked > LIMITS.unpackedBytes()) {
      throw new UnusableInput(Reason.TOO_LARGE, "");
    }
  }

  private static byte[] sample(InputStream in, int length) throws IOException {
    in.mark(length);
    var sample = in.readNBytes(length);
    in.reset();
    return sample;
  }

  /** UTF-16 has its zeros on one side of each pair; programs have them on both. */
  private static boolean isBinary(byte[] sample) {
    boolean even = false;
    boolean odd = false;
    for (int i = 0; i < sample.length; i++) {
      even |= sample[i] == 0 && i % 2 == 0;
      odd |= sample[i] == 0 && i % 2 == 1;
    }
    return even && odd;
  }
}
