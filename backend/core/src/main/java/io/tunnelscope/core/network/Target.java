package io.tunnelscope.core.network;

/**
 * Something a person can ask to be troubleshot. Not every target can be: see {@link Support#of}.
 */
public sealed interface Target permits Gateway, Connection {

  ArmId id();

  /** As people say it: {@code gateway} or {@code gateway/connection}. */
  String name();

  /** Azure's word for its kind: {@code Vpn}, {@code IPsec}, … */
  String kindName();
}
