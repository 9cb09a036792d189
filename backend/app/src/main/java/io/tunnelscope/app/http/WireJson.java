package io.tunnelscope.app.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * How wire records become JSON: names as they stand, instants as ISO text, what is absent left out.
 */
public final class WireJson {
  private static final int DEEPEST = 64;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
          .build();

  private WireJson() {}

  /** The mapper itself, for callers that write other streams of the same shapes. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /** One record as a line of JSON. */
  public static String text(Object wireRecord) {
    try {
      return MAPPER.writeValueAsString(wireRecord);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no wire record: " + wireRecord.getClass(), e);
    }
  }
}
