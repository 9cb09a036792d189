package io.tunnelscope.core.logs;

import io.tunnelscope.core.evidence.Evidence;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts understood lines together into exchanges, one story for each peer of each side. What a later
 * success made old is forgotten, so that what is kept stays small however long the log is.
 */
final class ExchangeBook {

  private static final int MAX_STORIES = 1_000;

  /** All exchanges that are told; rules look at each of them many times. */
  private static final int MAX_TOLD = 2_000;

  private final ZonedDateTime observedAt;
  private final KeptText kept = new KeptText();
  private final Map<Place, Story> stories = new LinkedHashMap<>();
  private Place lastPlace = new Place("", "");
  private Story lastStory;
  private boolean crowded;
  private final Set<String> newestFirst = new HashSet<>();

  /** Two sides' logs may name the same peer, so that the peer alone is no key. */
  private record Place(String file, String peer) {}

  /**
   * @param observedAt times without a year are of the last such day before it, those without a zone
   *     of its zone
   */
  ExchangeBook(ZonedDateTime observedAt) {
    this.observedAt = observedAt;
  }

  void add(Line line, String peer, Said said, Optional<Instant> at) {
    var story = story(line, peer);
    if (story == null) {
      crowded = true;
    } else {
      story.add(new Noted(line, said, at, order(line)));
    }
  }

  /** The file shows the newest line first. */
  void newestFirst(String file) {
    newestFirst.add(file);
  }

  /** Dialects add lines late that they did not understand at once. */
  private int order(Line line) {
    return newestFirst.contains(line.file()) ? -line.number() : line.number();
  }

  /** The address under which the side that wrote this line talks to the peer. */
  void local(Line line, String peer, String local) {
    var story = story(line, peer);
    if (story != null) {
      story.talksFrom(local);
    }
  }

  /** Whether there was too much to tell all of it. */
  boolean isCrowded() {
    return crowded || kept.isFull();
  }

  /**
   * The exchanges of all peers, and of each file how the tunnels fared. Lines that name no peer
   * belong to the only one their file names, or the case, if there is only one. A side's story goes
   * on from file to file.
   */
  List<Evidence> exchanges() {
    var told = new LinkedHashMap<String, List<Story>>();
    stories.forEach(
        (place, story) ->
            told.computeIfAbsent(
                    place.peer.isBlank() ? onlyPeer(place.file) : place.peer,
                    _ -> new ArrayList<>())
                .add(story));
    var each = MAX_TOLD / Math.max(1, told.size());
    var all = new ArrayList<Evidence>();
    told.forEach(
        (peer, parts) ->
            Story.joined(parts, observedAt)
                .forEach(story -> all.addAll(story.exchanges(peer, observedAt, each))));
    told.forEach(
        (peer, parts) ->
            parts.forEach(story -> story.history(peer, observedAt).ifPresent(all::add)));
    return all;
  }

  private String onlyPeer(String file) {
    var here =
        stories.keySet().stream()
            .filter(place -> place.file.equals(file) && !place.peer.isBlank())
            .map(Place::peer)
            .distinct()
            .toList();
    var anywhere =
        stories.keySet().stream()
            .map(Place::peer)
            .filter(peer -> !peer.isBlank())
            .distinct()
            .toList();
    if (here.size() == 1) {
      return here.getFirst();
    }
    return here.isEmpty() && anywhere.size() == 1 ? anywhere.getFirst() : "";
  }

  /** Most lines go on with the story of the line before. */
  private Story story(Line line, String peer) {
    if (lastStory != null && lastPlace.peer.equals(peer) && lastPlace.file.equals(line.file())) {
      return lastStory;
    }
    var place = new Place(line.file(), peer);
    var story = stories.get(place);
    if (story == null && stories.size() < MAX_STORIES) {
      story = new Story(kept);
      stories.put(place, story);
    }
    lastPlace = place;
    lastStory = story;
    return story;
  }
}
