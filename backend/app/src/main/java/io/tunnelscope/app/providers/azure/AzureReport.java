package io.tunnelscope.app.providers.azure;

import io.tunnelscope.app.providers.Collected;
import io.tunnelscope.app.providers.azure.AzureLogs.Fetched;
import io.tunnelscope.app.providers.azure.TroubleshootResult.Detail;
import io.tunnelscope.core.bundle.BundleFile;
import io.tunnelscope.core.bundle.BundleReader;
import io.tunnelscope.core.bundle.Limits;
import io.tunnelscope.core.bundle.UnusableInput;
import io.tunnelscope.core.diagnosis.Fault;
import io.tunnelscope.core.evidence.Evidence;
import io.tunnelscope.core.evidence.EvidenceRef;
import io.tunnelscope.core.evidence.EvidenceSet;
import io.tunnelscope.core.evidence.Missing;
import io.tunnelscope.core.evidence.Missing.Why;
import io.tunnelscope.core.evidence.Scope;
import io.tunnelscope.core.evidence.Verdict;
import io.tunnelscope.core.logs.Redaction;
import io.tunnelscope.core.network.Gateway;
import io.tunnelscope.core.network.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The evidence of a visit and the files of its bundle, while they are written. Used once. */
final class AzureReport {
  static final String VERDICT_FILE = "NetworkWatcher.txt";
  static final String RESOURCE_FILE = "AzureResource.txt";

  private final Scope scope;
  private final Instant now;
  private final Redaction redaction;
  private final Excerpt verdicts;
  private final EvidenceSet.Builder evidence;
  private Optional<AzureResource> resource = Optional.empty();
  private Fetched logs = Fetched.nothing();

  /**
   * @param target by our own id
   */
  AzureReport(Target target, Instant now, Redaction redaction) {
    this.scope = target instanceof Gateway ? Scope.GATEWAY : Scope.CONNECTION;
    this.now = now;
    this.redaction = redaction;
    this.verdicts = new Excerpt(VERDICT_FILE, redaction);
    this.evidence = EvidenceSet.builder(scope, now).target(target.id());
  }

  AzureReport add(Evidence one) {
    evidence.add(one);
    return this;
  }

  /** The latest look at the target counts. */
  void resource(AzureResource seen) {
    resource = Optional.of(seen);
  }

  void logs(Fetched fetched) {
    logs = fetched;
  }

  /** Azure's words become lines of a file, which the verdicts point at. */
  void result(TroubleshootResult result) {
    var refs = new ArrayList<EvidenceRef>();
    result.code().ifPresent(code -> refs.add(verdicts.say("code", code)));
    result.startTime().ifPresent(time -> verdicts.say("startTime", time.toString()));
    result.endTime().ifPresent(time -> verdicts.say("endTime", time.toString()));
    var told = result.details().stream().map(detail -> verdict(result, detail)).toList();
    told.forEach(evidence::add);
    if (told.stream().allMatch(AzureReport::isWell) && (told.isEmpty() || isUnwell(result))) {
      // the code alone tells
      evidence.add(new Verdict(result.isHealthy() ? NO_FAULT : "", List.of(), refs));
    }
  }

  private static final String NO_FAULT = Fault.NO_FAULT.wireId();

  private static boolean isWell(Verdict verdict) {
    return verdict.fault().equals(NO_FAULT);
  }

  private static boolean isUnwell(TroubleshootResult result) {
    return result.code().isPresent() && !result.isHealthy();
  }

  private Verdict verdict(TroubleshootResult result, Detail detail) {
    var refs = new ArrayList<EvidenceRef>();
    Stream.of(detail.fault())
        .filter(text -> !text.isEmpty())
        .forEach(text -> refs.add(verdicts.say("id", text)));
    Stream.of(detail.summary(), detail.text())
        .filter(text -> !text.isEmpty())
        .forEach(text -> refs.add(verdicts.say("Azure says", text)));
    var fault =
        Fault.parse(detail.fault())
            .map(Fault::wireId)
            .orElse(result.isHealthy() ? NO_FAULT : detail.fault());
    return new Verdict(
        fault, detail.links().stream().flatMap(AzureReport::link).distinct().toList(), refs);
  }

  /** Those of https stay; the others are of years ago and lead to the same pages. */
  private static Stream<URI> link(String text) {
    try {
      var uri = new URI(text);
      return Stream.of(uri)
          .filter(link -> "https".equals(link.getScheme()) && link.getHost() != null)
          .filter(link -> link.getRawUserInfo() == null);
    } catch (URISyntaxException _) {
      return Stream.of();
    }
  }

  /** Reads the logs. Blocks. */
  Collected collected() {
    var excerpt = new Excerpt(RESOURCE_FILE, redaction);
    resource.ifPresent(seen -> evidence.addAll(ResourceEvidence.read(seen, excerpt)));
    logs.missing().forEach(evidence::add);
    var read = read(logs.files());
    var files =
        Stream.of(logs.files().stream(), verdicts.file().stream(), excerpt.file().stream())
            .flatMap(each -> each)
            .toList();
    return new Collected(read.map(evidence.build()::with).orElseGet(evidence::build), files);
  }

  private Optional<EvidenceSet> read(List<BundleFile> files) {
    if (files.isEmpty()) {
      return Optional.empty();
    }
    try {
      var sources = files.stream().map(BundleFile::source).toList();
      return Optional.of(new BundleReader(Limits.ofUploads(), redaction).read(sources, scope, now));
    } catch (UnusableInput _) {
      evidence.add(new Missing(AzureLogs.PROBE, Why.NOT_RECOGNISED));
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }
}
