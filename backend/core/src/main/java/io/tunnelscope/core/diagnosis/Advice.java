package io.tunnelscope.core.diagnosis;

import static io.tunnelscope.core.diagnosis.Action.*;

import io.tunnelscope.core.evidence.Obstacle;
import java.util.List;
import java.util.Optional;

/** Which actions help against what, the most promising first. */
final class Advice {

  private Advice() {}

  static List<Action> against(Finding finding) {
    if (finding.fact(Fact.OBSTACLE).isPresent()) {
      return against(Obstacle.Kind.valueOf(finding.fact(Fact.OBSTACLE).get()));
    }
    var special = finding.fact(Fact.MANNER).map(Advice::againstManner).orElse(List.of());
    if (!special.isEmpty()) {
      return special;
    }
    var refusedHere = finding.fact(Fact.REFUSED_BY).filter("here"::equals).isPresent();
    if (finding.cause() == Cause.UNDETERMINABLE) {
      return againstUnknown(finding.fault(), finding.candidates()).stream()
          .map(action -> refusedHere && readsReasonOfPeer(action) ? GIVE_MORE_LOGS : action)
          .toList();
    }
    // with the logs of both ends in the case there is no other one to fetch; and who refuses writes
    // the reason into its own log
    var settled = finding.fact(Fact.WRITER).isPresent() || refusedHere;
    return ofField(finding)
        .orElseGet(() -> against(finding.cause(), Terms.of(finding.facts())))
        .stream()
        .filter(action -> !(settled && action == READ_PEER_LOG))
        .toList();
  }

  private static boolean readsReasonOfPeer(Action action) {
    return action == READ_WHY_PROOF_REFUSED || action == READ_WHY_POLICY_REFUSED;
  }

  /** What exactly is wrong may need other means than its cause usually does. */
  private static Optional<List<Action>> ofField(Finding finding) {
    return finding
        .fact(Fact.FIELD)
        .map(
            field ->
                switch (field) {
                  case "address_pool" -> List.of(EXTEND_POOL);
                  case "peer_address_pool" -> List.of(EXTEND_POOL, READ_PEER_LOG);
                  case "own_networks" -> List.of(SEPARATE_NETWORKS);
                  case "validity" -> List.of(RENEW_CERTIFICATE);
                  case "raw_key" -> List.of(CHECK_RAW_KEY, COMPARE_IDENTITY, READ_PEER_LOG);
                  default -> null;
                });
  }

  static List<Action> against(NoticeKind kind) {
    return switch (kind) {
      case NAT_IN_PATH, PACKET_LOSS -> List.of(OPEN_PORTS);
      case PATH_MTU -> List.of(LOWER_MTU);
      case DUPLICATE_SAS, SHORT_LIFETIME -> List.of(ALIGN_LIFETIMES);
      case CERT_EXPIRES_SOON, CLOCK_SKEW -> List.of(CHECK_CERTIFICATE);
      case STATUS_DISAGREES -> List.of(RUN_AGAIN);
    };
  }

  /** Empty where what helps against the cause helps in any case. */
  private static List<Action> againstManner(String manner) {
    return switch (manner) {
      case "start" -> List.of(ENABLE_KERNEL, READ_JOURNAL);
      case "port" -> List.of(FREE_PORT, READ_JOURNAL);
      case "conflict" -> List.of(SEPARATE_POLICIES);
      case "own_key" -> List.of(LOAD_PRIVATE_KEY);
      case "issuer" -> List.of(TRUST_ISSUER, CHECK_CERTIFICATE);
      case "validity" -> List.of(RENEW_CERTIFICATE);
      case "revoked" -> List.of(REPLACE_REVOKED);
      case "missing" -> List.of(COMPARE_KEY, COMPARE_IDENTITY);
      case "no_match" -> List.of(LOAD_CONFIGURATION, COMPARE_IDENTITY);
      case "method" -> List.of(ALIGN_USER_METHOD, CHECK_USER);
      case "server", "no_msk" -> List.of(CHECK_RADIUS);
      case "address", "transaction" -> List.of(ALIGN_ADDRESSES, FREE_RESOURCES);
      case "not_ike" -> List.of(CAPTURE_PACKETS, ENABLE_KERNEL);
      default -> List.of();
    };
  }

  private static List<Action> against(Obstacle.Kind obstacle) {
    return switch (obstacle) {
      case RIGHT -> List.of(GRANT_RIGHT, RUN_AGAIN);
      case NO_WATCHER -> List.of(ENABLE_WATCHER, RUN_AGAIN);
      case NOT_SUPPORTED -> List.of(CHOOSE_SUPPORTED, GIVE_MORE_LOGS);
      case NO_STORAGE -> List.of(NAME_STORAGE, RUN_AGAIN);
      case NO_RESULT -> List.of(RUN_AGAIN, CONTACT_SUPPORT);
      case START_REFUSED -> List.of(CHECK_WHAT_WAS_REFUSED, GRANT_RIGHT, RUN_AGAIN);
    };
  }

  private static List<Action> against(Cause cause, Terms terms) {
    return switch (terms) {
      case USUAL -> against(cause);
      case STRONGSWAN -> onStrongswan(cause);
    };
  }

  /**
   * Who runs the gateway looks after its daemon, interfaces and processes, not after a platform.
   */
  private static List<Action> onStrongswan(Cause cause) {
    return switch (cause) {
      case HEALTHY -> List.of(TROUBLESHOOT_WHILE_IT_LASTS);
      case GATEWAY_NOT_FOUND -> List.of(START_DAEMON, INSTALL_DAEMON, CHECK_SOCKET);
      case PLATFORM_INACTIVE -> List.of(LOOK_AT_PROCESS, READ_JOURNAL, RESTART_DAEMON);
      case SERVICE_NOT_RUNNING -> List.of(START_DAEMON, READ_JOURNAL);
      case VIP_UNRESPONSIVE -> List.of(RAISE_INTERFACE, CHECK_OUTSIDE_ROUTE);
      case CONNECTION_NOT_FOUND -> List.of(COMPARE_NAMES, LOAD_ALL, WRITE_CONNECTION);
      case MARKED_DISCONNECTED -> List.of(INITIATE, START_BY_ITSELF);
      case MARKED_STANDBY -> List.of(SEND_TRAFFIC, INITIATE, START_BY_ITSELF);
      case CONFIG_ERROR -> List.of(MEND_CONFIGURATION, READ_JOURNAL);
      case CONFIG_NOT_LOADED -> List.of(LOAD_CONFIGURATION, COMPARE_NAMES);
      case RESOURCE -> List.of(FREE_RESOURCES, READ_JOURNAL);
      case KERNEL_ERROR -> List.of(CHECK_KERNEL, READ_JOURNAL);
      case PEER_UNREACHABLE -> List.of(CHECK_PEER_ADDRESS, CHECK_DEVICE_UP, OPEN_PORTS);
      case UDP4500_BLOCKED -> List.of(OPEN_PORTS, CAPTURE_PACKETS);
      case TS_MISMATCH -> List.of(ALIGN_SELECTORS, READ_PEER_LOG);
      case SA_DELETED_BY_PEER -> List.of(ASK_WHO_CLOSED, ALIGN_LIFETIMES, START_BY_ITSELF);
      case CPU_EXCEEDED -> List.of(FIND_LOAD, USE_FASTER_CIPHER, GIVE_CORES);
      case NO_CONNECTIONS -> List.of(LOAD_ALL, WRITE_CONNECTION);
      case NOT_CONNECTED -> List.of(TROUBLESHOOT_CONNECTIONS, INITIATE, START_BY_ITSELF);
      case LOG_UNREADABLE -> List.of(RUN_AGAIN);
      default -> against(cause);
    };
  }

  private static List<Action> against(Cause cause) {
    return switch (cause) {
      case HEALTHY -> List.of(RESET_IF_TROUBLE_STAYS);
      case GATEWAY_NOT_FOUND -> List.of(CREATE_GATEWAY, CONTACT_SUPPORT);
      case PLANNED_MAINTENANCE -> List.of(WAIT_FOR_MAINTENANCE, MAKE_HIGHLY_AVAILABLE);
      case USER_UPDATE -> List.of(WAIT_FOR_UPDATE);
      case PLATFORM_INACTIVE -> List.of(RESET_GATEWAY, CONTACT_SUPPORT);
      case SERVICE_NOT_RUNNING -> List.of(RESET_GATEWAY, CONTACT_SUPPORT);
      case VIP_UNRESPONSIVE -> List.of(CHECK_SECURITY_GROUP, RESET_GATEWAY, CONTACT_SUPPORT);
      case CONNECTION_NOT_FOUND -> List.of(CREATE_CONNECTION, CREATE_VNET_CONNECTION);
      case MARKED_DISCONNECTED -> List.of(SAVE_CONNECTION_AGAIN, RESET_GATEWAY);
      case MARKED_STANDBY -> List.of(USE_ACTIVE_INSTANCE, RESET_GATEWAY);
      case CONFIG_ERROR -> List.of(MEND_CONFIGURATION, SAVE_CONNECTION_AGAIN);
      case CONFIG_NOT_LOADED -> List.of(LOAD_CONFIGURATION, SAVE_CONNECTION_AGAIN, RESET_GATEWAY);
      case RESOURCE -> List.of(FREE_RESOURCES, CHOOSE_LARGER_SIZE);
      case KERNEL_ERROR -> List.of(CHECK_KERNEL, RESET_GATEWAY);
      case PEER_UNREACHABLE ->
          List.of(CHECK_PEER_ADDRESS, CHECK_DEVICE_UP, OPEN_PORTS, CHECK_SECURITY_GROUP);
      case UDP4500_BLOCKED -> List.of(OPEN_PORTS, CHECK_SECURITY_GROUP, CAPTURE_PACKETS);
      case FRAGMENTATION -> List.of(LOWER_MTU, CAPTURE_PACKETS);
      case IKE_VERSION_MISMATCH -> List.of(ALIGN_IKE_VERSION);
      case IKE_PROPOSAL_MISMATCH -> List.of(ALIGN_IKE_POLICY, READ_PEER_LOG);
      case LOCAL_CONFIG_OTHER -> List.of(ALIGN_MODE, READ_PEER_LOG);
      case ID_MISMATCH -> List.of(COMPARE_IDENTITY, READ_PEER_LOG);
      case AUTH_CERT -> List.of(CHECK_CERTIFICATE, READ_PEER_LOG);
      case AUTH_PSK_MISMATCH -> List.of(COMPARE_KEY, COMPARE_IDENTITY, READ_PEER_LOG);
      case AUTH_EAP -> List.of(CHECK_USER, READ_PEER_LOG);
      case PFS_DH_MISMATCH -> List.of(ALIGN_PFS, READ_PEER_LOG);
      case ESP_PROPOSAL_MISMATCH -> List.of(ALIGN_ESP_POLICY, ALIGN_PFS, READ_PEER_LOG);
      case TS_MISMATCH -> List.of(ALIGN_SELECTORS, ALIGN_MODE, READ_PEER_LOG);
      case REKEY_FAILURE -> List.of(ALIGN_LIFETIMES, ALIGN_PFS, READ_PEER_LOG);
      case PEER_VANISHED -> List.of(CHECK_DEVICE_UP, CHECK_LIVENESS, CAPTURE_PACKETS);
      case SA_DELETED_BY_PEER -> List.of(ASK_WHO_CLOSED, ALIGN_LIFETIMES);
      case FLAPPING -> List.of(CHECK_LIVENESS, ALIGN_LIFETIMES, CAPTURE_PACKETS);
      case TRAFFIC_ONE_WAY -> List.of(CHECK_ROUTES, ALIGN_SELECTORS, CAPTURE_PACKETS);
      case CPU_EXCEEDED -> List.of(CHOOSE_LARGER_SIZE, USE_FASTER_CIPHER, LOOK_AT_METRICS);
      case NO_CONNECTIONS -> List.of(CREATE_CONNECTION, CREATE_VNET_CONNECTION);
      case NOT_CONNECTED -> List.of(TROUBLESHOOT_CONNECTIONS, CHECK_DEVICE_UP);
      case LOG_UNREADABLE -> List.of(RUN_AGAIN, CONTACT_SUPPORT);
      case UNDETERMINABLE -> List.of(GIVE_MORE_LOGS);
    };
  }

  /** First of all: whose log would settle it. */
  private static List<Action> againstUnknown(Fault step, List<Cause> candidates) {
    if (step == Fault.IKE_POLICY_MISMATCH && areOfTheTunnel(candidates)) {
      return List.of(READ_WHY_POLICY_REFUSED, ALIGN_ESP_POLICY, ALIGN_PFS, ALIGN_SELECTORS);
    }
    return switch (step) {
      case AUTHENTICATION -> List.of(READ_WHY_PROOF_REFUSED, COMPARE_KEY, COMPARE_IDENTITY);
      case IKE_POLICY_MISMATCH ->
          List.of(READ_WHY_POLICY_REFUSED, ALIGN_IKE_POLICY, ALIGN_SELECTORS);
      case PEER_REACHABILITY -> List.of(READ_WHETHER_IT_ARRIVED, OPEN_PORTS, CHECK_DEVICE_UP);
      case CONNECTION_IS_MARKED_DISCONNECTED -> List.of(RUN_ACTIVELY, NAME_LOG_FILE);
      default -> List.of(GIVE_MORE_LOGS, READ_PEER_LOG);
    };
  }

  /** Whether the IKE SA is there and only what it carries was refused. */
  private static boolean areOfTheTunnel(List<Cause> candidates) {
    return candidates.contains(Cause.TS_MISMATCH)
        && !candidates.contains(Cause.IKE_PROPOSAL_MISMATCH);
  }
}
