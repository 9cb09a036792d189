package io.tunnelscope.core.network;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One set of algorithms a side offers or accepts. Algorithms carry strongSwan's short names ({@code
 * aes256}, {@code sha256}, {@code modp2048}), whoever wrote the log.
 *
 * @param transforms what is offered of each kind, in order of preference; a kind that is not named
 *     is absent
 */
public record Proposal(Protocol protocol, Map<Transform, List<String>> transforms) {

  /** Which security association the algorithms are for. */
  public enum Protocol {
    IKE,
    ESP,
    AH
  }

  /** What an algorithm does. */
  public enum Transform {
    ENCRYPTION,
    INTEGRITY,
    PRF,
    /** Diffie-Hellman group; in an ESP proposal this is PFS. */
    GROUP,
    SEQUENCE_NUMBERS
  }

  public Proposal {
    requireNonNull(protocol, "protocol");
    var copy = new EnumMap<Transform, List<String>>(Transform.class);
    transforms.forEach((kind, names) -> copy.put(kind, List.copyOf(names)));
    transforms = Map.copyOf(copy);
  }

  /** Never null; empty when nothing of this kind is named. */
  public List<String> of(Transform kind) {
    return transforms.getOrDefault(kind, List.of());
  }

  /** As people write it: {@code aes256/sha256/modp2048}. */
  public String text() {
    return Arrays.stream(Transform.values())
        .filter(kind -> !of(kind).isEmpty())
        .map(kind -> String.join("+", of(kind)))
        .collect(Collectors.joining("/"));
  }
}
