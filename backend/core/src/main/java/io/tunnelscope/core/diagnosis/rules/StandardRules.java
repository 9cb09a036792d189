package io.tunnelscope.core.diagnosis.rules;

import io.tunnelscope.core.diagnosis.NoticeRule;
import io.tunnelscope.core.diagnosis.Rule;
import io.tunnelscope.core.diagnosis.RuleBook;
import java.util.LinkedHashMap;

/** All rules there are. */
public final class StandardRules {

  private static final RuleBook BOOK = assemble();

  private StandardRules() {}

  /** The rule book the product diagnoses with. */
  public static RuleBook book() {
    return BOOK;
  }

  private static RuleBook assemble() {
    var rules = new LinkedHashMap<String, Rule>();
    rules.put("verdict", VerdictRules.VERDICT);
    rules.put("obstacle", VerdictRules.OBSTACLE);
    rules.put("gateway-not-found", PlatformRules.GATEWAY_NOT_FOUND);
    rules.put("maintenance", PlatformRules.MAINTENANCE);
    rules.put("user-update", PlatformRules.USER_UPDATE);
    rules.put("platform-inactive", PlatformRules.INACTIVE);
    rules.put("service-not-running", PlatformRules.SERVICE);
    rules.put("vip", PlatformRules.VIP);
    rules.put("no-entity", PlatformRules.NO_ENTITY);
    rules.put("marked-disconnected", PlatformRules.DISCONNECTED);
    rules.put("standby", PlatformRules.STANDBY);
    rules.put("not-configured", PlatformRules.NOT_CONFIGURED);
    rules.put("no-connections", PlatformRules.NO_CONNECTIONS);
    rules.put("not-connected", PlatformRules.NOT_CONNECTED);
    rules.put("configuration-refused", ConfigurationRules.REFUSED);
    rules.put("not-loaded", ConfigurationRules.NOT_LOADED);
    rules.put("kernel", ConfigurationRules.KERNEL);
    rules.put("used-up", ConfigurationRules.USED_UP);
    rules.put("key-differs", AuthenticationRules.KEY_DIFFERS);
    rules.put("authentication-refused", AuthenticationRules.REFUSED);
    rules.put("certificate", AuthenticationRules.CERTIFICATE);
    rules.put("identity", AuthenticationRules.IDENTITY);
    rules.put("user", AuthenticationRules.USER);
    rules.put("nothing-in-common", ProposalRules.NOTHING_IN_COMMON);
    rules.put("group", ProposalRules.GROUP);
    rules.put("version", ProposalRules.VERSION);
    rules.put("other-version", ProposalRules.LOADED_FOR_ANOTHER_VERSION);
    rules.put("setting", ProposalRules.SETTING);
    rules.put("unreadable-message", ProposalRules.UNREADABLE_MESSAGE);
    rules.put("networks-differ", SelectorRules.NETWORKS_DIFFER);
    rules.put("platform-says-silent", ReachabilityRules.PLATFORM_SAYS_SILENT);
    rules.put("silence", ReachabilityRules.SILENCE);
    rules.put("fragments", ReachabilityRules.FRAGMENTS);
    rules.put("nobody-dials", LivenessRules.NOBODY_DIALS);
    rules.put("flapping", LivenessRules.FLAPPING);
    rules.put("vanished", LivenessRules.VANISHED);
    rules.put("closed-by-peer", LivenessRules.CLOSED_BY_PEER);
    rules.put("rekey", LivenessRules.REKEY);
    rules.put("renewals", LivenessRules.RENEWALS);
    rules.put("cpu", TrafficRules.CPU);
    rules.put("one-way", TrafficRules.ONE_WAY);
    rules.put("unanswered-traffic", TrafficRules.UNANSWERED_TRAFFIC);
    rules.put("trace-unreadable", TraceRules.UNREADABLE);
    rules.put("unknown-failure", ConfigurationRules.UNKNOWN_FAILURE);
    var notices = new LinkedHashMap<String, NoticeRule>();
    notices.put("status-disagrees", StatusNotices.STATUS_DISAGREES);
    notices.put("nat", StatusNotices.NAT);
    notices.put("packet-loss", StatusNotices.PACKET_LOSS);
    notices.put("path-mtu", StatusNotices.PATH_MTU);
    notices.put("duplicates", StatusNotices.DUPLICATES);
    notices.put("short-lifetime", StatusNotices.SHORT_LIFETIME);
    notices.put("clock", StatusNotices.CLOCK_SKEW);
    notices.put("certificate-expires", StatusNotices.CERTIFICATE_EXPIRES);
    return new RuleBook(rules, notices);
  }
}
