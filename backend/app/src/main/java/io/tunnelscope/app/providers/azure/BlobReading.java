package io.tunnelscope.app.providers.azure;

import io.tunnelscope.app.blobs.Blob;
import io.tunnelscope.app.blobs.BlobContainer;
import io.tunnelscope.app.blobs.BlobFailed;
import io.tunnelscope.app.providers.Deadline;
import io.tunnelscope.app.providers.azure.AzureLogs.Fetched;
import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.bundle.Limits;
import io.tunnelscope.core.bundle.Unpacker;
import io.tunnelscope.core.bundle.UnusableInput;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.evidence.Missing.Why;
import io.tunnelscope.core.logs.LogCopy;
import io.tunnelscope.core.logs.Redaction;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Takes blobs of a run apart: archives are unpacked, secrets taken out. All of it is held in
 * memory, so it is little: what is beyond the limits is said to be missing. Used once; blocks.
 */
final class BlobReading {
  private static final long MB = 1L << 20;
  private static final Limits LIMITS = new Limits(100, 128 * MB, 200);
  private static final long LARGEST_BLOB = 64 * MB;
  private static final int MOST_FILES = 100;

  /** Of all files together. */
  private static final int MOST_CHARACTERS = 16 << 20;

  private final BlobContainer container;
  private final Redaction redaction;
  private final Deadline deadline;
  private final Set<String> names =
      new HashSet<>(
          Set.of(
              AzureReport.VERDICT_FILE.toLowerCase(Locale.ROOT),
              AzureReport.RESOURCE_FILE.toLowerCase(Locale.ROOT)));
  private final List<BundleFile> files = new ArrayList<>();
  private final List<Missing> missing = new ArrayList<>();
  private int characters;

  BlobReading(BlobContainer container, Redaction redaction, Deadline deadline) {
    this.container = container;
    this.redaction = redaction;
    this.deadline = deadline;
  }

  Fetched read(List<Blob> blobs) throws BlobFailed {
    for (var blob : blobs) {
      if (blob.bytes() > LARGEST_BLOB) {
        leaveOut(blob.name(), Why.CUT_OFF);
      } else if (blob.bytes() > 0) {
        read(blob);
      }
    }
    return new Fetched(files, missing);
  }

  private void read(Blob blob) throws BlobFailed {
    int before = files.size();
    try (var in = new BufferedInputStream(container.open(blob.name(), deadline.remaining()))) {
      in.mark(4);
      var beginning = in.readNBytes(4);
      in.reset();
      if (Unpacker.isArchive(beginning)) {
        new Unpacker(LIMITS).unpack(blob.name(), in, this::take);
      } else {
        take(blob.name(), in);
      }
    } catch (BlobFailed failed) {
      throw failed;
    } catch (UnusableInput _) {
      // What came out of a broken archive is worth nothing.
      files.subList(before, files.size()).clear();
      leaveOut(blob.name(), Why.MALFORMED);
    } catch (IOException _) {
      leaveOut(blob.name(), Why.MALFORMED);
    }
  }

  private void take(String path, InputStream bytes) throws IOException {
    if (files.size() >= MOST_FILES) {
      leaveOut(path, Why.CUT_OFF);
      return;
    }
    var text = new Text();
    try {
      LogCopy.redacted(bytes, redaction, text);
    } catch (Full _) {
      leaveOut(path, Why.CUT_OFF);
    }
    characters += text.kept.length();
    files.add(new BundleFile(free(lastPart(path)), text.kept.toString()));
  }

  private void leaveOut(String path, Why why) {
    missing.add(new Missing("file " + lastPart(path), why));
  }

  private static String lastPart(String path) {
    var last = path.substring(path.lastIndexOf('/') + 1);
    var plain = last.replaceAll("[\\p{Cntrl}\\p{Cf}\\\\:]", "_").strip();
    return plain.isEmpty() ? "log" : plain.substring(0, Math.min(plain.length(), 120));
  }

  /** Both instances of a gateway write files of the same names. */
  private String free(String wanted) {
    var name = wanted;
    for (int number = 2; !names.add(name.toLowerCase(Locale.ROOT)); number++) {
      int dot = wanted.lastIndexOf('.');
      name =
          dot > 0
              ? wanted.substring(0, dot) + " (" + number + ")" + wanted.substring(dot)
              : wanted + " (" + number + ")";
    }
    return name;
  }

  /** There is no room for more. */
  @SuppressWarnings("serial") // never serialised
  private static final class Full extends IOException {}

  /** The text of a file as far as there is room. */
  private final class Text implements Appendable {
    private final StringBuilder kept = new StringBuilder();

    @Override
    public Appendable append(CharSequence more) throws Full {
      return append(more, 0, more.length());
    }

    @Override
    public Appendable append(CharSequence more, int start, int end) throws Full {
      if (characters + kept.length() + end - start > MOST_CHARACTERS) {
        throw new Full();
      }
      kept.append(more, start, end);
      return this;
    }

    @Override
    public Appendable append(char more) throws Full {
      kept.append(more);
      return this;
    }
  }
}
