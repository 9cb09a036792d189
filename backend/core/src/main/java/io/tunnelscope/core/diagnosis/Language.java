package io.tunnelscope.core.diagnosis;

/** The languages that findings are told in. */
public enum Language {
  EN,
  KO
}
