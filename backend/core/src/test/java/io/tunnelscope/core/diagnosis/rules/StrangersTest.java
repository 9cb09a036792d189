package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Code;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Fault;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who knocks at a gateway from the Internet is neither its fault nor the cause of one. */
class StrangersTest {

  private static final String UP =
      """
      05[NET] <shop|1> received packet: from 203.0.113.20[500] to 192.0.2.10[500] (464 bytes)
      05[ENC] <shop|1> parsed IKE_AUTH request 1 [ IDi AUTH SA TSi TSr ]
      05[IKE] <shop|1> IKE_SA shop[1] established between 192.0.2.10[192.0.2.10]...203.0.113.20[203.0.113.20]
      05[IKE] <shop|1> CHILD_SA lan{1} established with SPIs c1_i c2_o and TS 10.1.0.0/16 === 10.2.0.0/16
      """;

  private static final String REFUSED =
      """
      05[NET] <shop|1> sending packet: from 192.0.2.10[4500] to 203.0.113.20[4500] (304 bytes)
      05[ENC] <shop|1> parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]
      05[IKE] <shop|1> received AUTHENTICATION_FAILED notify error
      """;

  private static final String KNOCK =
      """
      07[NET] <3> received packet: from 198.51.100.99[43210] to 192.0.2.10[500] (192 bytes)
      07[ENC] <3> parsed IKE_SA_INIT request 0 [ SA KE No ]
      07[CFG] <3> received proposals: IKE:3DES_CBC/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_1024
      07[CFG] <3> configured proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048
      07[IKE] <3> received proposals unacceptable
      07[ENC] <3> generating IKE_SA_INIT response 0 [ N(NO_PROP) ]
      07[NET] <3> sending packet: from 192.0.2.10[500] to 198.51.100.99[43210] (36 bytes)
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        KNOCK,
        """
        07[NET] received unsupported IKE version 9.9 from 198.51.100.99, sending INVALID_MAJOR_VERSION
        07[NET] received invalid IKE header from 198.51.100.99 - ignored
        """,
        """
        07[NET] received packet: from 198.51.100.99[500] to 192.0.2.10[500] (192 bytes)
        07[ENC] parsed ID_PROT request 0 [ SA V V ]
        07[IKE] no IKE config found for 192.0.2.10...198.51.100.99, sending NO_PROPOSAL_CHOSEN
        """
      })
  void shouldPassOverOneBesideATunnelThatWorks(String knock) throws IOException {
    assertThat(Fixture.text(UP + knock).code()).isEqualTo(Code.HEALTHY);
  }

  @Test
  void shouldPutWhatIsWrongWithAPeerBeforeThem() throws IOException {
    var diagnosis = Fixture.text(REFUSED + KNOCK.repeat(4));
    assertThat(diagnosis.worst().fact(Fact.PEER)).contains("203.0.113.20");
    assertThat(diagnosis.worst().fault()).isEqualTo(Fault.AUTHENTICATION);
  }

  @Test
  void shouldTellOfOneThatComesAgainAndAgain() throws IOException {
    var diagnosis = Fixture.text(UP + KNOCK.repeat(4));
    assertThat(diagnosis.worst().cause()).isEqualTo(Cause.IKE_PROPOSAL_MISMATCH);
  }

  @Test
  void shouldTakeTheOnlyPeerThereIsForNoStranger() throws IOException {
    assertThat(Fixture.text(KNOCK).worst().cause()).isEqualTo(Cause.IKE_PROPOSAL_MISMATCH);
  }
}
