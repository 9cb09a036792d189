package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Code;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ConfigurationRulesTest {

  @Test
  void shouldReportAConnectionTheServiceDoesNotKnow() throws IOException {
    assertThat(Fixture.log("ConnectionNotConfiguredOnGateway/positive").worst().cause())
        .isEqualTo(Cause.CONFIG_NOT_LOADED);
    assertThat(Fixture.log("ConnectionNotConfiguredOnGateway/near-miss").code())
        .isEqualTo(Code.HEALTHY);
  }

  @Test
  void shouldReportATraceOfWhichNothingCouldBeDecoded() throws IOException {
    assertThat(Fixture.log("WfpParseError/positive").worst().cause())
        .isEqualTo(Cause.LOG_UNREADABLE);
    assertThat(Fixture.log("WfpParseError/near-miss").code()).isEqualTo(Code.HEALTHY);
  }
}
