package io.tunnelscope.app.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Three real strongSwan gateways, {@code a} (hub), {@code b} (branch) and {@code c} (partner), from
 * the lab of this checkout. It bears the number of this process, so that it meets no other lab on
 * the machine, and goes with it. Where a call of the launcher fails, {@link IllegalStateException}
 * says what it said.
 */
public final class IpsecLab implements AutoCloseable {
  private static final Path RUN = Path.of("/run");
  private static final Pattern NAME = Pattern.compile("tslab(\\d+)[a-z]*");

  /**
   * A fault that the lab can make, and what a diagnosis has to say that is made from the given
   * gateway's side. Without a connection it is the gateway that is asked about; without a
   * connection fault its connections cannot be.
   */
  public record Fault(
      String name,
      String gateway,
      Optional<String> connection,
      String gatewayFault,
      Optional<String> connectionFault,
      String done) {

    private static Fault parse(String line) {
      var columns = line.split("\\|", 5);
      var place = columns[1].split("/", 2);
      return new Fault(
          columns[0],
          place[0],
          Optional.of(place[1]).filter(connection -> !connection.equals("*")),
          columns[2],
          Optional.of(columns[3]).filter(fault -> !fault.equals("-")),
          columns[4]);
    }
  }

  private final String name;
  private final Map<String, String> settings;
  private final Thread atExit = new Thread(this::down, "lab-down");

  private IpsecLab(String name, Map<String, String> settings) {
    this.name = name;
    this.settings = Map.copyOf(settings);
  }

  /** Why this machine cannot run a lab, in the launcher's words. */
  static Optional<String> obstacle() {
    var check = new IpsecLab(nameOf(""), Map.of()).call("check");
    return check.status() == 0 ? Optional.empty() : Optional.of(check.err().strip());
  }

  /** A lab that is up and healthy. What killed processes left of theirs is removed before. */
  static IpsecLab start() {
    removeOrphans();
    var lab = beside("");
    lab.expect("up");
    return lab;
  }

  /**
   * One more lab of this process, beside the others. It is not up yet.
   *
   * @param suffix small letters
   */
  public static IpsecLab beside(String suffix) {
    return beside(suffix, Map.of());
  }

  /**
   * One more lab with settings of its own.
   *
   * @param settings variables {@code LAB_…}, as its README has them
   */
  public static IpsecLab beside(String suffix, Map<String, String> settings) {
    var lab = new IpsecLab(nameOf(suffix), settings);
    Runtime.getRuntime().addShutdownHook(lab.atExit);
    return lab;
  }

  private static String nameOf(String suffix) {
    return "tslab" + ProcessHandle.current().pid() + suffix;
  }

  /** What the names of its network namespaces begin with. */
  public String name() {
    return name;
  }

  /** Where its state lies; gone when it is down. */
  public Path folder() {
    return RUN.resolve(name);
  }

  /** The VICI socket of a gateway. */
  public Path socket(String gateway) {
    return folder().resolve("gw-" + gateway).resolve("charon.vici");
  }

  /** The log of a gateway at strongSwan's standard level; it grows over restarts and faults. */
  public Path log(String gateway) {
    return folder().resolve("gw-" + gateway).resolve("charon.log");
  }

  public List<Fault> faults() {
    return expect("faults").out().lines().map(Fault::parse).toList();
  }

  /** Heals the lab, then injects the fault. Its evidence may take a few seconds more. */
  public void fault(String fault) {
    expect("fault", fault);
  }

  /** Takes back whatever fault is on. */
  public void heal() {
    expect("heal");
  }

  /** Returns when the evidence of the fault is there. */
  public void awaitProof(String fault, Duration limit) {
    await("proof of " + fault)
        .atMost(limit)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> isProved(fault));
  }

  private boolean isProved(String fault) {
    var proof = call("proof", fault);
    if (proof.status() > 1) {
      throw failed(proof, "proof", fault);
    }
    return proof.status() == 0;
  }

  /** Calls {@code ./tunnelscope lab} with these words, and waits for the end. */
  public LabCall.Outcome call(String... words) {
    return begin(words).end();
  }

  /** Calls {@code ./tunnelscope lab} with these words. */
  public LabCall begin(String... words) {
    var environment = new HashMap<>(settings);
    environment.put("LAB_PREFIX", name);
    environment.put("LAB_DIR", folder().toString());
    return LabCall.begin(environment, words);
  }

  private LabCall.Outcome expect(String... words) {
    var outcome = call(words);
    if (outcome.status() != 0) {
      throw failed(outcome, words);
    }
    return outcome;
  }

  private static IllegalStateException failed(LabCall.Outcome outcome, String... words) {
    return new IllegalStateException(
        "lab %s ended with %d: %s"
            .formatted(String.join(" ", words), outcome.status(), outcome.err().strip()));
  }

  @Override
  public void close() {
    down();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private void down() {
    expect("down");
  }

  private static void removeOrphans() {
    try (Stream<Path> folders = Files.list(RUN)) {
      folders
          .map(folder -> folder.getFileName().toString())
          .filter(IpsecLab::isOrphan)
          .forEach(orphan -> new IpsecLab(orphan, Map.of()).down());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOrphan(String name) {
    var owner = NAME.matcher(name);
    return owner.matches() && ProcessHandle.of(Long.parseLong(owner.group(1))).isEmpty();
  }
}
