package io.tunnelscope.core.evidence;

import static java.util.Objects.requireNonNull;

import io.tunnelscope.core.network.ArmId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that was seen of one target at one time. Immutable; the order of adding is kept. */
public final class EvidenceSet {

  private final Scope scope;
  private final Instant observedAt;
  private final Optional<ArmId> target;
  private final List<Evidence> all;
  private final List<LogFile> files;

  /** Rules ask for the same kinds, and for the same peers, over and over. */
  private final Map<Class<?>, List<Evidence>> byType;

  private final Map<String, List<IkeExchange>> byPeer;

  /** What any exchange tells; most rules look for what none does. */
  private final Set<Signal> signals = EnumSet.noneOf(Signal.class);

  private EvidenceSet(Builder builder) {
    scope = builder.scope;
    observedAt = builder.observedAt;
    target = builder.target;
    all = List.copyOf(builder.all);
    files = List.copyOf(builder.files);
    byType =
        all.stream()
            .collect(Collectors.groupingBy(Object::getClass, Collectors.toUnmodifiableList()));
    ikeExchanges().forEach(one -> one.lines().forEach(line -> signals.add(line.signal())));
    byPeer = ikeExchanges().stream().collect(Collectors.groupingBy(IkeExchange::peer));
  }

  /**
   * @param observedAt the "now" of everything in the set
   */
  public static Builder builder(Scope scope, Instant observedAt) {
    return new Builder(scope, observedAt);
  }

  public Scope scope() {
    return scope;
  }

  public Instant observedAt() {
    return observedAt;
  }

  public Optional<ArmId> target() {
    return target;
  }

  public List<Evidence> all() {
    return all;
  }

  /** The log files that were read. */
  public List<LogFile> files() {
    return files;
  }

  /** All evidence of one type, in order. */
  public <T extends Evidence> List<T> all(Class<T> type) {
    @SuppressWarnings("unchecked") // grouped by exactly this class; evidence is sealed records
    var those = (List<T>) byType.getOrDefault(type, List.of());
    return those;
  }

  public List<IkeExchange> ikeExchanges() {
    return all(IkeExchange.class);
  }

  /** With whom there were exchanges, in alphabetical order. */
  public List<String> peers() {
    return byPeer.keySet().stream().filter(peer -> !peer.isBlank()).sorted().toList();
  }

  /** The exchanges with one peer. */
  public List<IkeExchange> ikeExchangesWith(String peer) {
    return byPeer.getOrDefault(peer, List.of());
  }

  /** Whether a line of any exchange tells one of these. */
  public boolean tellsAnyOf(Set<Signal> wanted) {
    return !Collections.disjoint(signals, wanted);
  }

  /** Understood lines that belong to no exchange. */
  public List<LogLine> logLines() {
    return all(LogLine.class);
  }

  public List<TunnelStatus> tunnels() {
    return all(TunnelStatus.class);
  }

  public List<TunnelTraffic> traffic() {
    return all(TunnelTraffic.class);
  }

  /** One for each peer of each file. */
  public List<TunnelHistory> histories() {
    return all(TunnelHistory.class);
  }

  public List<CpuSample> cpuSamples() {
    return all(CpuSample.class);
  }

  public List<IkeSa> ikeSas() {
    return all(IkeSa.class);
  }

  public List<ChildSa> childSas() {
    return all(ChildSa.class);
  }

  public List<ConfigPart> config() {
    return all(ConfigPart.class);
  }

  /** What the provider says of a setting, of the connection or the whole gateway. */
  public Stream<ConfigPart> config(String key) {
    return config().stream().filter(part -> part.key().equals(key));
  }

  /** What the platform's own troubleshooter has come to; empty when it was not asked. */
  public List<Verdict> verdicts() {
    return all(Verdict.class);
  }

  public List<Obstacle> obstacles() {
    return all(Obstacle.class);
  }

  public List<Missing> missing() {
    return all(Missing.class);
  }

  /** The last thing said about a fact. */
  public Optional<PlatformState> platform(PlatformFact fact) {
    return all(PlatformState.class).stream()
        .filter(state -> state.fact() == fact)
        .reduce((_, later) -> later);
  }

  /** Whether the platform was asked and said exactly this. */
  public boolean says(PlatformFact fact, boolean value) {
    return platform(fact)
        .filter(state -> state.value().equals(Boolean.toString(value)))
        .isPresent();
  }

  /** Empty when the fact is unknown. */
  public OptionalInt count(PlatformFact fact) {
    return platform(fact)
        .map(state -> OptionalInt.of(Integer.parseInt(state.value())))
        .orElse(OptionalInt.empty());
  }

  /** This set and what the other one holds besides; scope, time and target stay. */
  public EvidenceSet with(EvidenceSet more) {
    var both = new Builder(scope, observedAt);
    both.target = target;
    return both.addAll(all).addAll(more.all).addFiles(files).addFiles(more.files).build();
  }

  /** This set and one thing more. */
  public EvidenceSet with(Evidence more) {
    return with(new Builder(scope, observedAt).add(more).build());
  }

  /** Collects evidence; used by one thread. */
  public static final class Builder {
    private final Scope scope;
    private final Instant observedAt;
    private Optional<ArmId> target = Optional.empty();
    private final List<Evidence> all = new ArrayList<>();
    private final List<LogFile> files = new ArrayList<>();

    private Builder(Scope scope, Instant observedAt) {
      this.scope = requireNonNull(scope, "scope");
      this.observedAt = requireNonNull(observedAt, "observedAt");
    }

    public Builder target(ArmId id) {
      target = Optional.of(id);
      return this;
    }

    public Builder add(Evidence evidence) {
      all.add(requireNonNull(evidence, "evidence"));
      return this;
    }

    public Builder addAll(Collection<? extends Evidence> evidence) {
      evidence.forEach(this::add);
      return this;
    }

    public Builder addFiles(Collection<LogFile> read) {
      files.addAll(read);
      return this;
    }

    public EvidenceSet build() {
      return new EvidenceSet(this);
    }
  }
}
