package io.tunnelscope.core.diagnosis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tunnelscope.core.diagnosis.Cause;
import io.tunnelscope.core.diagnosis.Certainty;
import io.tunnelscope.core.diagnosis.Fact;
import io.tunnelscope.core.diagnosis.Finding;
import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where in a negotiation other makers' devices stop, and whose refusal it is. */
class VendorStepsTest {

  private static final String IOS_AUTH_ANSWER =
      """
      IKEv2:(SESSION ID = 4,SA ID = 1):Generating IKE_AUTH message
      IKEv2:(SESSION ID = 4,SA ID = 1):Received Packet [From 203.0.113.9:500/To 198.51.100.1:500/VRF i0:f0]
      Initiator SPI : 1A2B3C4D5E6F7081 - Responder SPI : 91A2B3C4D5E6F708 Message id: 1
      IKEv2 IKE_AUTH Exchange RESPONSE
      Payload contents:
       %s

      IKEv2:(SESSION ID = 4,SA ID = 1):IKEV2 SA created; inserting SA into database. SA lifetime timer (86400 sec) started
      IKEv2:(SESSION ID = 4,SA ID = 1):Session with IKE ID PAIR (203.0.113.9, 198.51.100.1) is UP
      """;

  @Nested
  class PayloadsOfIos {

    @ParameterizedTest
    @CsvSource({
      "VID IDr AUTH NOTIFY(NO_PROPOSAL_CHOSEN),ESP_PROPOSAL_MISMATCH",
      "VID IDr AUTH NOTIFY(TS_UNACCEPTABLE),TS_MISMATCH",
      "IDr AUTH NOTIFY(SET_WINDOW_SIZE) NOTIFY(TS_UNACCEPTABLE),TS_MISMATCH"
    })
    void shouldNotTakeAnIkeSaForATunnelWhoseChildWasRefused(String payloads, Cause cause)
        throws IOException {
      var found = Fixture.text(IOS_AUTH_ANSWER.formatted(payloads)).worst();
      assertThat(found.cause()).isEqualTo(cause);
      assertThat(found.certainty()).isEqualTo(Certainty.LIKELY);
      assertThat(found.fact(Fact.REFUSED_BY)).contains("peer");
      assertThat(found.fact(Fact.STEP)).contains("IKE_AUTH");
    }

    @Test
    void shouldFindNothingInNotifiesThatAreNoErrors() throws IOException {
      var log =
          IOS_AUTH_ANSWER.formatted("VID IDr AUTH SA TSi TSr NOTIFY(ESP_TFC_NO_SUPPORT)")
              + "IKEv2:(SESSION ID = 4,SA ID = 1):Load IPSEC key material\n";
      assertThat(Fixture.text(log).worst().cause()).isEqualTo(Cause.HEALTHY);
    }

    @Test
    void shouldSettleARefusedChildByOneThatWasMadeLater() throws IOException {
      var log =
          IOS_AUTH_ANSWER.formatted("VID IDr AUTH NOTIFY(NO_PROPOSAL_CHOSEN)")
              + "IKEv2:(SESSION ID = 4,SA ID = 1):Successfully installed IPSEC SA\n";
      assertThat(Fixture.text(log).worst().cause()).isEqualTo(Cause.HEALTHY);
    }

    @Test
    void shouldTellWhatThisSideSendsFromWhatItHears() throws IOException {
      var found =
          Fixture.text(
                  """
                  IKEv2:(SESSION ID = 4,SA ID = 1):Received Packet [From 203.0.113.9:500/To 198.51.100.1:500/VRF i0:f0]
                  IKEv2 IKE_AUTH Exchange REQUEST
                  Payload contents:
                   VID IDi AUTH SA TSi TSr NOTIFY(INITIAL_CONTACT)
                  IKEv2:(SESSION ID = 4,SA ID = 1):Building packet for encryption.
                  Payload contents:
                   VID IDr AUTH NOTIFY(TS_UNACCEPTABLE)
                  """)
              .worst();
      assertThat(found.cause()).isEqualTo(Cause.TS_MISMATCH);
      assertThat(found.fact(Fact.REFUSED_BY)).contains("here");
    }

    @Test
    void shouldReadThePayloadsOfAnAsaOnce() throws IOException {
      var log =
          """
          IKEv2-PROTO-4: (30): Received Packet [From 203.0.113.9:500/To 198.51.100.1:500/VRF i0:f0]
           NOTIFY(AUTHENTICATION_FAILED)  Next payload: NONE, reserved: 0x0, length: 8
          """;
      assertThat(Fixture.text(log).findings())
          .singleElement()
          .satisfies(found -> assertThat(found.fact(Fact.PEER)).contains("203.0.113.9"));
      assertThat(
              Fixture.text(
                      log
                          + "%ASA-5-750006: Local:198.51.100.1:500 Remote:203.0.113.9:500 Username:203.0.113.9 IKEv2 SA UP. Reason: New Connection Established")
                  .worst()
                  .cause())
          .isEqualTo(Cause.HEALTHY);
    }

    @Test
    void shouldSayNothingOfPayloadsWhoseMessageIsNotThere() throws IOException {
      var log =
          """
          IKEv2:(SESSION ID = 4,SA ID = 1):Checking for duplicate IKEv2 SA
           IDr AUTH NOTIFY(AUTHENTICATION_FAILED)
          """;
      assertThat(Fixture.text(log).worst().fact(Fact.STEP)).isEmpty();
    }

    @Test
    void shouldSayNothingOfPayloadsThatAreStillEncrypted() throws IOException {
      var log =
          """
          IKEv2:(SESSION ID = 4,SA ID = 1):Received Packet [From 203.0.113.9:500/To 198.51.100.1:500/VRF i0:f0]
          IKEv2 IKE_AUTH Exchange RESPONSE
          Payload contents:
           ENCR
          """;
      assertThat(Fixture.text(log).worst().cause()).isEqualTo(Cause.UNDETERMINABLE);
    }
  }

  @Nested
  class RefusalsOfIos {

    @ParameterizedTest
    @CsvSource({
      "32,TS_MISMATCH,CERTAIN",
      "256,ESP_PROPOSAL_MISMATCH,CERTAIN",
      "1024,UNDETERMINABLE,POSSIBLE"
    })
    void shouldReadTheNumberOfAnError(String number, Cause cause, Certainty certainty)
        throws IOException {
      var log =
          """
        *Nov 20 09:15:01.423: ISAKMP:(1004): IPSec policy invalidated proposal with error %s
        *Nov 20 09:15:01.423: ISAKMP:(1004): phase 2 SA policy not acceptable! (local 198.51.100.1 remote 203.0.113.9)
        *Nov 20 09:15:01.424: ISAKMP:(1004):Sending NOTIFY PROPOSAL_NOT_CHOSEN protocol 3
        """
              .formatted(number);
      var diagnosis = Fixture.text(log);
      assertThat(diagnosis.findings()).hasSize(1);
      assertThat(diagnosis.worst().cause()).isEqualTo(cause);
      assertThat(diagnosis.worst().certainty()).isEqualTo(certainty);
    }

    @Test
    void shouldNotGuessWhatAnInitiatorIsNotTold() throws IOException {
      var found =
          Fixture.text(
                  """
                  *Nov 20 09:15:01.323: ISAKMP: (1001):sending packet to 203.0.113.9 my_port 500 peer_port 500 (I) QM_IDLE
                  *Nov 20 09:15:01.423: ISAKMP: (1001):processing NOTIFY PROPOSAL_NOT_CHOSEN protocol 3
                  """)
              .worst();
      assertThat(found.candidates())
          .containsExactly(Cause.ESP_PROPOSAL_MISMATCH, Cause.PFS_DH_MISMATCH, Cause.TS_MISMATCH);
      assertThat(found.certainty()).isEqualTo(Certainty.POSSIBLE);
    }

    @Test
    void shouldShowTheNetworksThePeerAskedFor() throws IOException {
      var found =
          Fixture.text(
                  """
                  *Nov 20 09:15:01.423: IPSEC(validate_proposal_request): proposal part #1,
                    (key eng. msg.) INBOUND local= 198.51.100.1:0, remote= 203.0.113.9:0,
                      local_proxy= 10.20.0.0/255.255.0.0/256/0,
                      remote_proxy= 10.30.4.0/255.255.255.0/6/443,
                  *Nov 20 09:15:01.423: IPSEC(ipsec_process_proposal): proxy identities not supported
                  """)
              .worst();
      assertThat(found.cause()).isEqualTo(Cause.TS_MISMATCH);
      assertThat(found.fact(Fact.THEIRS)).contains("10.30.4.0/24/6/443 -> 10.20.0.0/16");
    }

    @Test
    void shouldShowTheTransformsThePeerOffered() throws IOException {
      var found =
          Fixture.text(
                  """
                  *Nov 20 09:15:01.123: ISAKMP (0): received packet from 203.0.113.9 dport 500 sport 500 Global (N) NEW SA
                  *Nov 20 09:15:01.123: ISAKMP:(0):Checking ISAKMP transform 1 against priority 10 policy
                  *Nov 20 09:15:01.123: ISAKMP:      encryption AES-CBC
                  *Nov 20 09:15:01.123: ISAKMP:      keylength of 128
                  *Nov 20 09:15:01.123: ISAKMP:      hash SHA256
                  *Nov 20 09:15:01.123: ISAKMP:      default group 14
                  *Nov 20 09:15:01.123: ISAKMP:(0):Hash algorithm offered does not match policy!
                  *Nov 20 09:15:01.123: ISAKMP:(0):Checking ISAKMP transform 2 against priority 10 policy
                  *Nov 20 09:15:01.123: ISAKMP:      encryption 3DES-CBC
                  *Nov 20 09:15:01.123: ISAKMP:      hash MD5
                  *Nov 20 09:15:01.123: ISAKMP:      default group 2
                  *Nov 20 09:15:01.123: ISAKMP:(0):Encryption algorithm offered does not match policy!
                  *Nov 20 09:15:01.123: ISAKMP:(0):no offers accepted!
                  """)
              .worst();
      assertThat(found.cause()).isEqualTo(Cause.IKE_PROPOSAL_MISMATCH);
      assertThat(found.fact(Fact.FIELD)).contains("integrity+encryption");
      assertThat(found.fact(Fact.THEIRS)).contains("aes128/sha256/modp2048, 3des/md5/modp1024");
      assertThat(found.fact(Fact.STRONGSWAN)).contains("aes128-sha256-modp2048");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "%CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP  .  Peer 203.0.113.9:500       Id: 203.0.113.9|HEALTHY",
          "IPSEC(create_sa): sa created,|HEALTHY",
          "IPSEC(update_current_outbound_sa): updated peer 203.0.113.9 current outbound sa to SPI 5E6F7081|HEALTHY",
          "%CRYPTO-4-IKMP_NO_SA: IKE message from 203.0.113.9 has no SA and is not an initialization offer|UNDETERMINABLE"
        })
    void shouldKnowWhenATunnelIsThere(String line, Cause cause) throws IOException {
      assertThat(Fixture.text(line).worst().cause()).isEqualTo(cause);
    }

    @Test
    void shouldSayWhatMayBeBehindATunnelThatWentDown() throws IOException {
      var found =
          Fixture.text(
                  """
                  %CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP  .  Peer 203.0.113.9:500       Id: 203.0.113.9
                  %CRYPTO-5-SESSION_STATUS: Crypto tunnel is DOWN.  Peer 203.0.113.9:500       Id: 203.0.113.9
                  """)
              .worst();
      assertThat(found.candidates()).containsExactly(Cause.PEER_VANISHED, Cause.SA_DELETED_BY_PEER);
    }
  }

  @Nested
  class ProofsOfCisco {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "CRYPTO_PKI: (A1B2C) No suitable trustpoints found|AUTH_CERT|CERTAIN",
          "CRYPTO_PKI: Unable to locate cert record by issuername|AUTH_CERT|LIKELY",
          "IKEv2:(SESSION ID = 4,SA ID = 1):Verify cert failed|AUTH_CERT|CERTAIN",
          "IKEv2-PROTO-1: (14): Unsupported cert encoding found or Peer requested HTTP URL but never sent HTTP_LOOKUP_SUPPORTED Notification|AUTH_CERT|CERTAIN",
          "IKEv2-PLAT-1: Peer ID check failed|ID_MISMATCH|CERTAIN",
          "IKEv2-PROTO-1: (14): Failed to locate an item in the database|UNDETERMINABLE|POSSIBLE",
          "IKEv2:(SESSION ID = 4,SA ID = 1):: Platform errors|UNDETERMINABLE|POSSIBLE",
          "IKEv2-ERROR:(SESSION ID = 4,SA ID = 1):: A supplied parameter is incorrect|UNDETERMINABLE|POSSIBLE"
        })
    void shouldKnowWhatIsSaidInParticular(String line, Cause cause, Certainty certainty)
        throws IOException {
      var found = Fixture.text(line).worst();
      assertThat(found.cause()).isEqualTo(cause);
      assertThat(found.certainty()).isEqualTo(certainty);
    }

    @Test
    void shouldTakeAMissingProfileForAnIdentityThatFitsNone() throws IOException {
      var found =
          Fixture.text(
                  """
                  IKEv2:(SESSION ID = 4,SA ID = 1):Searching policy based on peer's identity 'cn=edge.example' of type 'DER ASN1 DN'
                  IKEv2:% IKEv2 profile not found
                  IKEv2:(SESSION ID = 4,SA ID = 1):: Failed to locate an item in the database
                  """)
              .worst();
      assertThat(found.cause()).isEqualTo(Cause.ID_MISMATCH);
      assertThat(found.certainty()).isEqualTo(Certainty.LIKELY);
      assertThat(found.fact(Fact.ALSO)).contains("CONFIG_NOT_LOADED");
    }

    @Test
    void shouldTakeAMissingProfileForAMissingConfigurationBeforeThePeerIdentifies()
        throws IOException {
      var found = Fixture.text("IKEv2:% IKEv2 profile not found").worst();
      assertThat(found.cause()).isEqualTo(Cause.CONFIG_NOT_LOADED);
    }

    @ParameterizedTest
    @CsvSource({
      "RSA,AUTH_CERT",
      "ECDSA-256,AUTH_CERT",
      "PSK,AUTH_PSK_MISMATCH",
      "EAP,UNDETERMINABLE"
    })
    void shouldTellByTheMethodWhatAFailedProofMeans(String method, Cause cause) throws IOException {
      var log =
          """
          IKEv2:(SESSION ID = 4,SA ID = 1):Peer's authentication method is '%s'
          IKEv2:(SESSION ID = 4,SA ID = 1):Verification of peer's authentication data FAILED
          """
              .formatted(method);
      assertThat(Fixture.text(log).worst().cause()).isEqualTo(cause);
    }
  }

  @Nested
  class SessionsOfAsa {

    private static final String UP =
        "%ASA-5-713119: Group = 203.0.113.9, IP = 203.0.113.9, PHASE 1 COMPLETED\n";
    private static final String DOWN =
        "%ASA-5-713259: Group = 203.0.113.9, IP = 203.0.113.9, Session is being torn down. Reason: ";

    @ParameterizedTest
    @CsvSource({
      "crypto map policy not found,TS_MISMATCH,LIKELY",
      "Phase 2 Mismatch,UNDETERMINABLE,POSSIBLE",
      "Phase 2 Error,UNDETERMINABLE,POSSIBLE",
      "Lost Service,PEER_VANISHED,CERTAIN"
    })
    void shouldReadWhyOneEnds(String reason, Cause cause, Certainty certainty) throws IOException {
      var found = Fixture.text(UP + DOWN + reason).worst();
      assertThat(found.cause()).isEqualTo(cause);
      assertThat(found.certainty()).isEqualTo(certainty);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "User Requested",
          "Administrator Reset",
          "Idle Timeout",
          "Max time exceeded",
          "SA Expired"
        })
    void shouldTakeAnEndThatWasWantedForNoFault(String reason) throws IOException {
      var tunnel = UP.replace("713119", "713120").replace("PHASE 1", "PHASE 2");
      assertThat(Fixture.text(UP + tunnel + DOWN + reason).worst().cause())
          .isEqualTo(Cause.HEALTHY);
      // what was up was phase 1 alone, and says nothing of a tunnel
      assertThat(Fixture.text(UP + DOWN + reason).worst().cause()).isEqualTo(Cause.UNDETERMINABLE);
    }

    @Test
    void shouldReadTheSummaryOfOneAsWell() throws IOException {
      var found =
          Fixture.text(
                  "%ASA-4-113019: Group = 203.0.113.9, Username = 203.0.113.9, IP = 203.0.113.9, Session disconnected. Session Type: LAN-to-LAN, Duration: 0h:00m:00s, Bytes xmt: 0, Bytes rcv: 0, Reason: crypto map policy not found")
              .worst();
      assertThat(found.cause()).isEqualTo(Cause.TS_MISMATCH);
    }

    @Test
    void shouldNameWhatARefusedChildMayHide() throws IOException {
      var found = Fixture.text(UP + DOWN + "Phase 2 Mismatch").worst();
      assertThat(found.candidates())
          .containsExactly(Cause.TS_MISMATCH, Cause.ESP_PROPOSAL_MISMATCH, Cause.PFS_DH_MISMATCH);
    }

    @Test
    void shouldShowTheNetworksThePeerAskedFor() throws IOException {
      var found =
          Fixture.text(
                  "%ASA-3-713061: Group = 203.0.113.9, IP = 203.0.113.9, Rejecting IPSec tunnel: no matching crypto map entry for remote proxy 10.30.4.0/255.255.255.0/0/0 local proxy 10.20.0.0/255.255.0.0/0/0 on interface outside")
              .worst();
      assertThat(found.fact(Fact.THEIRS)).contains("10.30.4.0/24 -> 10.20.0.0/16");
    }
  }

  @Nested
  class DumpsOfFortigate {

    @ParameterizedTest
    @CsvSource({"1,IKE_PROPOSAL_MISMATCH,CERTAIN", "2,ESP_PROPOSAL_MISMATCH,LIKELY"})
    void shouldKnowThatPhase2SaysTheSameOfNetworksAndGroups(
        int phase, Cause cause, Certainty certainty) throws IOException {
      var event =
          "date=2026-11-20 time=09:15:01 logid=\"0101037124\" type=\"event\" subtype=\"vpn\" msg=\"IPsec phase %d error\" action=\"negotiate\" remip=203.0.113.9 locip=198.51.100.1 status=\"negotiate_error\" reason=\"peer SA proposal not match local policy\""
              .formatted(phase);
      var found = Fixture.text(event).worst();
      assertThat(found.cause()).isEqualTo(cause);
      assertThat(found.certainty()).isEqualTo(certainty);
    }

    @ParameterizedTest
    @CsvSource({
      "protocol = ESP:,ESP_PROPOSAL_MISMATCH",
      "protocol id = IPSEC_ESP:,ESP_PROPOSAL_MISMATCH",
      "protocol = IKEv2:,IKE_PROPOSAL_MISMATCH",
      "protocol id = ISAKMP:,IKE_PROPOSAL_MISMATCH",
      "negotiation result,UNDETERMINABLE"
    })
    void shouldTellTheStepByTheProtocolOfTheOffer(String line, Cause cause) throws IOException {
      var log =
          """
          ike 0:site-b:7: incoming proposal:
          ike 0:site-b:7: proposal id = 1:
          ike 0:site-b:7:   %s
          ike 0:site-b:7: no proposal chosen
          """
              .formatted(line);
      assertThat(Fixture.text(log).worst().cause()).isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "ike V=root:0:site-b:7: processing notify type AUTHENTICATION_FAILED|UNDETERMINABLE|POSSIBLE",
          "ike 0:site-b:7: processing notify type TS_UNACCEPTABLE|TS_MISMATCH|LIKELY",
          "ike 0:site-b:7: processing notify type NAT_DETECTION_SOURCE_IP|UNDETERMINABLE|POSSIBLE",
          "ike V=root:0:site-b:25: gw validation failed|ID_MISMATCH|LIKELY",
          "ike V=root:site-b Negotiate SA Error: gateway validation failed|ID_MISMATCH|LIKELY",
          "ike V=root:Negotiate SA Error: [11820]|UNDETERMINABLE|POSSIBLE",
          "ike V=root:0:site-b: ignoring IKEv2 request, no policy configured|LOCAL_CONFIG_OTHER|CERTAIN",
          "ike 0:site-b:7: ignoring IKE request, no policy configured|LOCAL_CONFIG_OTHER|CERTAIN",
          "ike 0:site-b: sent tunnel-up message to EMS: (intf=site-b_0, addr=10.0.9.1, vdom=root)|HEALTHY|CERTAIN"
        })
    void shouldReadWhatIsSaidOfOneMessage(String line, Cause cause, Certainty certainty)
        throws IOException {
      var found = Fixture.text(line).worst();
      assertThat(found.cause()).isEqualTo(cause);
      assertThat(found.certainty()).isEqualTo(certainty);
    }

    @Test
    void shouldNotConcludeFromOneRepetitionOfWhoKnowsWhat() throws IOException {
      var found = Fixture.text("ike 0:site-b:7: sent IKE msg (P1_RETRANSMIT): ...").worst();
      assertThat(found.candidates()).contains(Cause.PEER_UNREACHABLE, Cause.AUTH_PSK_MISMATCH);
    }

    @Test
    void shouldNameTheExchangesOfVersion2() throws IOException {
      var found =
          Fixture.text(
                  """
                  ike V=root:0: comes 203.0.113.9:500->198.51.100.1:500,ifindex=4,vrf=0,len=472....
                  ike V=root:0:site-b:7:   protocol = IKEv2:
                  ike V=root:0:site-b:7: no SA proposal chosen
                  """)
              .worst();
      assertThat(found.fact(Fact.STEP)).contains("IKE_SA_INIT");
    }
  }

  @Nested
  class AlarmsOfJunos {

    private static final String DOWN =
        "Nov 20 09:45:01 srx kmd[1811]: KMD_VPN_DOWN_ALARM_USER: VPN to-b from 203.0.113.9 is down. Local-ip: 198.51.100.1, gateway name: gw-b, vpn name: to-b, Reason: ";

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "09:15:01  IKE_VPN_UP_ALARM_USER: VPN to-b from 203.0.113.9 is up. Local-ip: 198.51.100.1|HEALTHY|CERTAIN",
          "09:15:01  IKE_VPN_DOWN_ALARM_USER: VPN to-b from 203.0.113.9 is down. Local-ip: 198.51.100.1|UNDETERMINABLE|POSSIBLE",
          "09:15:01  IKE_GATEWAY_DPD_PEER_DEAD: IKE: Gateway N:gw-b C:198.51.100.1:500 R:203.0.113.9:4500 Failed Role:I DPD Failed|PEER_VANISHED|CERTAIN",
          "09:15:01  IKE_GATEWAY_ID_VALIDATION_FAILED: IKE: Gateway N:gw-b L:198.51.100.1:500 R:203.0.113.9:4500 ike-id:edge.example|ID_MISMATCH|CERTAIN",
          "09:15:01  IKE_GATEWAY_ID_VALIDATION_SUCCESS: IKE: Gateway N:gw-b L:198.51.100.1:500 R:203.0.113.9:4500 Successful|UNDETERMINABLE|POSSIBLE"
        })
    void shouldReadThoseOfTheNewerDaemon(String line, Cause cause, Certainty certainty)
        throws IOException {
      var found = Fixture.text(line).worst();
      assertThat(found.cause()).isEqualTo(cause);
      assertThat(found.certainty()).isEqualTo(certainty);
    }

    @ParameterizedTest
    @CsvSource({
      "IPSEC SA VPN Monitor Failure,PEER_VANISHED,LIKELY",
      "Verify-Path Failure,PEER_VANISHED,LIKELY",
      "Tunnel configuration is deleted,UNDETERMINABLE,POSSIBLE",
      "User issued clear command from CLI,UNDETERMINABLE,POSSIBLE"
    })
    void shouldReadWhyATunnelWentDown(String reason, Cause cause, Certainty certainty)
        throws IOException {
      var found = Fixture.text(DOWN + reason).worst();
      assertThat(found.cause()).isEqualTo(cause);
      assertThat(found.certainty()).isEqualTo(certainty);
    }

    @Test
    void shouldNameTheExchangesOfVersion2() throws IOException {
      var found =
          Fixture.text(
                  "Nov 20 09:15:01 srx kmd[1811]: IKE negotiation failed with error: No proposal chosen. IKE Version: 2, VPN: to-b Gateway: gw-b, Local: 198.51.100.1/500, Remote: 203.0.113.9/500, Local IKE-ID: Not-Available, Remote IKE-ID: Not-Available, VR-ID: 0: Role: Responder, Phase-1")
              .worst();
      assertThat(found.cause()).isEqualTo(Cause.IKE_PROPOSAL_MISMATCH);
      assertThat(found.fact(Fact.STEP)).contains("IKE_SA_INIT");
    }
  }

  @Nested
  class NotesOfRouterOs {

    private static final String UP =
        "09:15:01 ipsec,info,account peer authorized: site-b 198.51.100.1[4500]-203.0.113.9[4500] spi:1a2b3c4d5e6f7081:91a2b3c4d5e6f708\n";
    private static final String KILLED =
        "09:55:01 ipsec,info killing ike2 SA: site-b 198.51.100.1[4500]-203.0.113.9[4500] spi:";

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "ipsec reply notify: TS_UNACCEPTABLE|TS_MISMATCH|CERTAIN",
          "09:15:01 ipsec reply notify: AUTHENTICATION_FAILED|UNDETERMINABLE|POSSIBLE",
          "09:15:01 ipsec,error initiator can't find identity for peer: site-b|CONFIG_NOT_LOADED|CERTAIN"
        })
    void shouldReadThem(String line, Cause cause, Certainty certainty) throws IOException {
      var found = Fixture.text(line).worst();
      assertThat(found.cause()).isEqualTo(cause);
      assertThat(found.certainty()).isEqualTo(certainty);
    }

    @Test
    void shouldTellARefusedChildFromARefusedIkeSa() throws IOException {
      var log =
          """
          09:15:01 ipsec create child: respond
          09:15:01 ipsec reply notify: NO_PROPOSAL_CHOSEN
          """;
      assertThat(Fixture.text(log).worst().cause()).isEqualTo(Cause.ESP_PROPOSAL_MISMATCH);
    }

    @Test
    void shouldNotCallAKilledSaHealthy() throws IOException {
      var found = Fixture.text(UP + KILLED + "1a2b3c4d5e6f7081:91a2b3c4d5e6f708").worst();
      assertThat(found.candidates()).containsExactly(Cause.PEER_VANISHED, Cause.SA_DELETED_BY_PEER);
    }

    @Test
    void shouldLeaveTheOldSaOfARenewalAlone() throws IOException {
      var found = Fixture.text(UP + KILLED + "0000000000000001:0000000000000002").worst();
      assertThat(found.cause()).isEqualTo(Cause.HEALTHY);
    }
  }

  @Nested
  class TimeOutsOfRacoon {

    private static final String UP =
        """
        Nov 20 09:15:01 edge racoon: INFO: ISAKMP-SA established 198.51.100.1[500]-203.0.113.9[500] spi:1a2b3c4d5e6f7081:91a2b3c4d5e6f708
        Nov 20 09:15:02 edge racoon: INFO: IPsec-SA established: ESP/Tunnel 203.0.113.9[0]->198.51.100.1[0] spi=12345678(0xbc614e)
        """;
    private static final String TIMED_OUT =
        "Nov 20 10:15:32 edge racoon: ERROR: 203.0.113.9 give up to get IPsec-SA due to time up to wait.\n";

    @Test
    void shouldNotTakeAnUnfinishedRenewalForADeadPeer() throws IOException {
      var found =
          Fixture.text(
                  UP
                      + "Nov 20 10:15:02 edge racoon: INFO: initiate new phase 2 negotiation: 198.51.100.1[500]<=>203.0.113.9[500]\n"
                      + TIMED_OUT)
              .worst();
      assertThat(found.cause()).isEqualTo(Cause.UNDETERMINABLE);
      assertThat(found.candidates()).contains(Cause.PEER_VANISHED);
      assertThat(found.fact(Fact.STEP)).contains("QUICK_MODE");
    }

    @Test
    void shouldTakeAnUnansweredPhase1AfterATunnelForADeadPeerWithoutCertainty() throws IOException {
      var found =
          Fixture.text(
                  UP
                      + """
                      Nov 20 10:15:02 edge racoon: INFO: initiate new phase 1 negotiation: 198.51.100.1[500]<=>203.0.113.9[500]
                      Nov 20 10:15:52 edge racoon: ERROR: phase1 negotiation failed due to time up. 1a2b3c4d5e6f7081:0000000000000000
                      """)
              .worst();
      assertThat(found.cause()).isEqualTo(Cause.PEER_VANISHED);
      assertThat(found.certainty()).isEqualTo(Certainty.LIKELY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE", "ADD", "GETSPI", "DELETE"})
    void shouldBlameTheKernelWhereItRefusesOneOfTheTwoSas(String what) throws IOException {
      var diagnosis =
          Fixture.text(
              """
              Nov 20 09:15:01 edge racoon: INFO: respond new phase 2 negotiation: 198.51.100.1[0]<=>203.0.113.9[0]
              Nov 20 09:15:02 edge racoon: INFO: IPsec-SA established: ESP/Tunnel 203.0.113.9[0]->198.51.100.1[0] spi=12345678(0xbc614e)
              Nov 20 09:15:02 edge racoon: ERROR: pfkey %s failed: Invalid argument
              Nov 20 09:15:02 edge racoon: INFO: IPsec-SA established: ESP/Tunnel 198.51.100.1[0]->203.0.113.9[0] spi=87654321(0x5397fb1)
              """
                      .formatted(what)
                  + TIMED_OUT);
      assertThat(diagnosis.findings())
          .extracting(Finding::cause)
          .containsExactly(Cause.KERNEL_ERROR);
    }

    @Test
    void shouldForgetWhatTheKernelRefusedOnceTheNextAttemptWorks() throws IOException {
      var found =
          Fixture.text(
                  "Nov 20 09:15:01 edge racoon: ERROR: pfkey ADD failed: Invalid argument\n"
                      + "Nov 20 09:15:31 edge racoon: INFO: respond new phase 2 negotiation: 198.51.100.1[0]<=>203.0.113.9[0]\n"
                      + UP)
              .worst();
      assertThat(found.cause()).isEqualTo(Cause.HEALTHY);
    }

    @Test
    void shouldSayThatThisSideCouldNotEvenSend() throws IOException {
      var found =
          Fixture.text(
                  """
                  Nov 20 09:15:02 edge racoon: ERROR: sendto (Operation not permitted)
                  Nov 20 09:15:02 edge racoon: ERROR: phase1 negotiation failed due to send error.
                  """)
              .worst();
      assertThat(found.fact(Fact.CODE)).contains("send error");
    }

    @ParameterizedTest
    @CsvSource({
      "1,IKE_PROPOSAL_MISMATCH,LIKELY",
      "3,ESP_PROPOSAL_MISMATCH,LIKELY",
      "4,UNDETERMINABLE,POSSIBLE"
    })
    void shouldTellByTheProtocolWhichPhaseIsRefused(int protocol, Cause cause, Certainty certainty)
        throws IOException {
      var found =
          Fixture.text(
                  """
                  Nov 20 09:15:02 edge racoon: ERROR: fatal NO-PROPOSAL-CHOSEN notify messsage, phase1 should be deleted.
                  Nov 20 09:15:02 edge racoon: DEBUG: notification message 14:NO-PROPOSAL-CHOSEN, doi=1 proto_id=%d spi=0a0b0c0d(size=4).
                  """
                      .formatted(protocol))
              .worst();
      assertThat(found.cause()).isEqualTo(cause);
      assertThat(found.certainty()).isEqualTo(certainty);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "racoon: ERROR: failed to bind to address 198.51.100.1[500] (Address already in use).|RESOURCE",
          "racoon: INFO: 198.51.100.1[500] used as isakmp port (fd=7)|UNDETERMINABLE",
          "2026-11-20 09:15:01 gw-b [PROTO_ERR]: ikev1.c:1433:isakmp_ph1resend(): phase1 negotiation failed due to time up. [{ph1: 198.51.100.1[500] <=> 203.0.113.9[500]}]|PEER_UNREACHABLE"
        })
    void shouldReadItsOtherFrames(String line, Cause cause) throws IOException {
      assertThat(Fixture.text(line).worst().cause()).isEqualTo(cause);
    }
  }
}
