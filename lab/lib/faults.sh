# shellcheck shell=bash
# The faults. Sourced by lab.sh; the lab is healthy when a fault_* function runs.
#
# FAULT_INFO[name]='GATEWAY/CONNECTION|gateway fault|connection fault|what was done'
#   the vantage point and what a diagnosis made there should say; '-' in the
#   connection column: the gateway cannot be asked about its connections.
# FAULT_PROOF[name]: bash test that is true once the evidence exists (selftest.sh).

declare -A FAULT_INFO FAULT_PROOF

# --- building blocks ----------------------------------------------------------
reload() { local gw; for gw in "$@"; do load "$gw"; done; }
redial() { # GW CONN [SECONDS]: drop the tunnel on both ends, then dial from GW
  case $1.$2 in
    a.branch|b.hub) hangup a branch; hangup b hub ;;
    a.partner|c.hub) hangup a partner; hangup c hub ;;
  esac
  dial "$1" "$2" "${3:-3}"
}
burn() { # N: that many busy loops, each bounded by LAB_BURN_SECONDS
  local i
  for i in $(seq "$1"); do
    timeout "$LAB_BURN_SECONDS" sh -c 'while :; do :; done' 9>&- >/dev/null 2>&1 &
    echo $! >>"$LAB_DIR/burners"; disown
  done
}
repeat_in_background() { # TIMES PAUSE COMMAND...: ends by itself or with its fault; heal ends it early
  local n=$1 pause=$2 since; shift 2
  since=$(cat "$LAB_DIR/fault.since")
  (
    for _ in $(seq "$n"); do
      [ -e "$LAB_DIR/fault" ] && [ "$(cat "$LAB_DIR/fault.since")" = "$since" ] || exit 0
      "$@" >/dev/null 2>&1 || true
      sleep "$pause"
    done
  ) 9>&- >/dev/null 2>&1 &
  echo $! >>"$LAB_DIR/repeaters"; disown
}
end_helpers() { # burners and repeaters, only while they are still this lab's own
  local pid children
  if [ -f "$LAB_DIR/repeaters" ]; then
    while read -r pid; do
      if grep -qs lab.sh "/proc/$pid/cmdline"; then
        children=$(pgrep -P "$pid") || children=
        # shellcheck disable=SC2086 # one word a process
        kill "$pid" $children 2>/dev/null || true
      fi
    done <"$LAB_DIR/repeaters"
  fi
  if [ -f "$LAB_DIR/burners" ]; then
    while read -r pid; do
      if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = timeout ]; then kill "$pid" 2>/dev/null || true; fi
    done <"$LAB_DIR/burners"
  fi
  rm -f "$LAB_DIR/repeaters" "$LAB_DIR/burners"
}
fault_cleanup() {
  end_helpers
  path_clear
  ip -n "$(ns wan)" addr del 198.18.2.50/32 dev to-b 2>/dev/null || true
  local gw; for gw in "${GATEWAYS[@]}"; do
    ip -n "$(ns "$gw")" link set wan0 up
    ip -n "$(ns "$gw")" route replace 198.18.0.0/16 via "198.18.${NUM[$gw]}.1"
    ip -n "$(ns "$gw")" route del unreachable 198.18.2.0/24 2>/dev/null || true
  done
}

# --- predicates for FAULT_PROOF -------------------------------------------------
logged() { grep -Eq -- "$2" < <(log_since_mark "$1" charon.log); }
raw() { timeout 3 swanctl "--$2" --raw --uri "unix://$(vici_path "$1")" 2>&1; }
says() { grep -Eq -- "$3" < <(raw "$1" "$2"); }
ping_ok() { ping_tunnel "$@" >/dev/null 2>&1; }

# --- authentication --------------------------------------------------------------
FAULT_INFO[psk-mismatch]='a/branch|NoFault|Authentication|branch has another pre-shared key; the hub dials'
FAULT_PROOF[psk-mismatch]='logged a "received AUTHENTICATION_FAILED notify error" && logged b "but MAC mismatched"'
fault_psk_mismatch() { opt b.hub PSK=wrong-horse; reload b; redial a branch; }

FAULT_INFO[psk-mismatch-responder]='a/branch|NoFault|Authentication|branch has another pre-shared key and dials; the hub only answers'
FAULT_PROOF[psk-mismatch-responder]='logged a "but MAC mismatched" && logged b "received AUTHENTICATION_FAILED notify error"'
fault_psk_mismatch_responder() { opt b.hub PSK=wrong-horse; reload b; redial b hub; }

FAULT_INFO[psk-missing]='a/branch|NoFault|Authentication|the hub has no pre-shared key for this peer'
FAULT_PROOF[psk-missing]='logged a "no shared key found for"'
fault_psk_missing() { opt a.branch PSK_LOADED=no; reload a; redial a branch; }

FAULT_INFO[auth-method-mismatch]='a/branch|NoFault|Authentication|branch wants a certificate, the hub offers a pre-shared key'
FAULT_PROOF[auth-method-mismatch]='logged a "received AUTHENTICATION_FAILED notify error" && logged b "constraint requires public key authentication"'
fault_auth_method_mismatch() { opt b.hub REMOTE_AUTH=pubkey; reload b; redial a branch; }

FAULT_INFO[cert-expired]='a/partner|NoFault|Authentication|the partner certificate ended ten days ago'
FAULT_PROOF[cert-expired]='logged a "certificate invalid \(valid from .* to " && logged a "no trusted RSA public key found"'
fault_cert_expired() { bad_partner_cert c-expired.pem; }

FAULT_INFO[cert-not-yet-valid]='a/partner|NoFault|Authentication|the partner certificate begins in ten days (what a clock that is behind looks like)'
FAULT_PROOF[cert-not-yet-valid]='logged a "certificate invalid \(valid from .* to " && logged a "no trusted RSA public key found"'
fault_cert_not_yet_valid() { bad_partner_cert c-future.pem; }

FAULT_INFO[cert-untrusted]='a/partner|NoFault|Authentication|the partner certificate comes from a CA that the hub does not know'
FAULT_PROOF[cert-untrusted]='logged a "no issuer certificate found" && logged a "no trusted RSA public key found"'
fault_cert_untrusted() { bad_partner_cert c-rogue.pem; }
bad_partner_cert() {
  opt c.hub CERT="$1"; reload c
  hangup a partner; hangup c hub
  # The hub still remembers the good certificate for the same key and would
  # accept it: forget it, as a restarted hub would have.
  swanctl --flush-certs --uri "unix://$(vici_path a)" >/dev/null
  dial a partner
}

# --- IKE policy --------------------------------------------------------------------
FAULT_INFO[ike-proposal-mismatch]='a/branch|NoFault|IkePolicyMismatch|no IKE cipher in common; the hub dials'
FAULT_PROOF[ike-proposal-mismatch]='logged a "received NO_PROPOSAL_CHOSEN notify error" && logged b "received proposals unacceptable"'
fault_ike_proposal_mismatch() { opt b.hub IKE=aes128-sha384-ecp384; reload b; redial a branch; }

FAULT_INFO[ike-proposal-mismatch-responder]='a/branch|NoFault|IkePolicyMismatch|no IKE cipher in common; the branch dials'
FAULT_PROOF[ike-proposal-mismatch-responder]='logged a "received proposals unacceptable" && logged b "received NO_PROPOSAL_CHOSEN notify error"'
fault_ike_proposal_mismatch_responder() { opt b.hub IKE=aes128-sha384-ecp384; reload b; redial b hub; }

FAULT_INFO[ike-dh-group-mismatch]='a/branch|NoFault|IkePolicyMismatch|same ciphers, no Diffie-Hellman group in common'
FAULT_PROOF[ike-dh-group-mismatch]='logged a "received NO_PROPOSAL_CHOSEN notify error" && logged b "configured proposals: .*ECP_384"'
fault_ike_dh_group_mismatch() { opt b.hub IKE=aes256-sha256-ecp384; reload b; redial a branch; }

FAULT_INFO[ike-version-mismatch]='a/branch|NoFault|IkePolicyMismatch|the branch speaks IKEv1 only, the hub IKEv2 only'
FAULT_PROOF[ike-version-mismatch]='logged a "received NO_PROPOSAL_CHOSEN notify error" && logged b "no IKE config found for" && says b list-conns "version=IKEv1"'
fault_ike_version_mismatch() { opt b.hub VERSION=1; reload b; redial a branch; }

FAULT_INFO[pfs-mismatch]='a/branch|NoFault|IkePolicyMismatch|the branch uses another PFS group: the tunnel comes up, every CHILD_SA rekey fails'
FAULT_PROOF[pfs-mismatch]='logged b "no acceptable proposal found" && logged a "CHILD_SA rekeying failed" && says a list-sas "state=INSTALLED"'
fault_pfs_mismatch() {
  opt b.hub ESP=aes256gcm16-ecp384; reload b; redial a branch
  dial_note "$(timeout 5 swanctl --rekey --child branch-net --uri "unix://$(vici_path a)" 2>&1 || true)"
}

FAULT_INFO[ts-mismatch]='a/branch|NoFault|IkePolicyMismatch|the branch does not accept the hub LAN in its traffic selectors'
FAULT_PROOF[ts-mismatch]='logged a "received TS_UNACCEPTABLE notify" && says a list-sas "state=ESTABLISHED.*child-sas \{\}"'
fault_ts_mismatch() { opt b.hub RTS=198.19.77.0/24; reload b; redial a branch; }

FAULT_INFO[esp-engine-missing]='b/hub|NoFault|PeerReachability|the branch cannot install an ESP SA in its kernel; on the wire it looks like a policy mismatch'
FAULT_PROOF[esp-engine-missing]='logged b "unable to install inbound and outbound IPsec SA" && logged a "received NO_PROPOSAL_CHOSEN notify, no CHILD_SA built"'
fault_esp_engine_missing() { opt b.daemon ESP_ENGINE=; gateway_stop b; gateway_start b; redial a branch; }

# --- reachability -------------------------------------------------------------------
FAULT_INFO[peer-dead]='a/branch|NoFault|PeerReachability|the branch daemon is gone; its host still answers ping'
FAULT_PROOF[peer-dead]='logged a "retransmit 1 of request with message ID 0"'
fault_peer_dead() { gateway_stop b KILL; redial a branch; }

FAULT_INFO[path-blocked]='a/branch|NoFault|PeerReachability|the router drops all UDP between hub and branch'
FAULT_PROOF[path-blocked]='logged a "retransmit 1 of request with message ID 0"'
fault_path_blocked() { path_rule "ip saddr { $(wan_addr a), $(wan_addr b) } ip daddr { $(wan_addr a), $(wan_addr b) } meta l4proto udp drop"; redial a branch; }

FAULT_INFO[path-one-way]='a/branch|NoFault|PeerReachability|requests arrive at the branch, its answers are dropped'
FAULT_PROOF[path-one-way]='logged a "retransmit 1 of request with message ID 0" && logged b "received retransmit of request with ID 0"'
fault_path_one_way() { path_rule "ip saddr $(wan_addr b) ip daddr $(wan_addr a) meta l4proto udp drop"; redial a branch; }

FAULT_INFO[peer-address-wrong]='a/branch|NoFault|PeerReachability|the hub dials an address where nobody lives'
FAULT_PROOF[peer-address-wrong]='logged a "retransmit 1 of request with message ID 0"'
fault_peer_address_wrong() { opt a.branch RADDR=198.18.2.99; reload a; redial a branch; }

FAULT_INFO[peer-no-route]='a/branch|NoFault|PeerReachability|the hub has no route to the branch'
FAULT_PROOF[peer-no-route]='logged a "error writing to socket: (No route to host|Network is unreachable)"'
fault_peer_no_route() { ip -n "$(ns a)" route add unreachable 198.18.2.0/24; redial a branch; }

FAULT_INFO[ike-fragments-dropped]='a/partner|NoFault|PeerReachability|the router drops IP fragments and IKE fragmentation is off: IKE_SA_INIT passes, the large IKE_AUTH never arrives'
FAULT_PROOF[ike-fragments-dropped]='logged a "retransmit 1 of request with message ID 1" && logged a "parsed IKE_SA_INIT response 0"'
fault_ike_fragments_dropped() {
  opt a.partner FRAG=no; opt c.hub FRAG=no; reload a c
  path_rule "ip frag-off & 0x3fff != 0 drop"
  redial a partner
}

FAULT_INFO[data-mtu-blackhole]='a/branch|NoFault|NoFault|tunnel up; the router drops packets over 1000 bytes without a word: small pings pass, large ones vanish'
FAULT_PROOF[data-mtu-blackhole]='ping_ok a branch 56 && ! ping_ok a branch 1200'
fault_data_mtu_blackhole() { path_rule "meta length > 1000 drop"; }

FAULT_INFO[esp-one-way]='a/branch|NoFault|PeerReachability|tunnel up; ESP from branch to hub is dropped, IKE passes: bytes-out grows, bytes-in stands still'
FAULT_PROOF[esp-one-way]='! ping_ok a branch && says a list-sas "state=INSTALLED"'
fault_esp_one_way() { # UDP payload that does not begin with the four zero bytes of IKE is ESP
  path_rule "ip saddr $(wan_addr b) udp sport 4500 @th,64,32 != 0 drop"
  repeat_in_background 30 1 ping_tunnel a branch
}

FAULT_INFO[path-lossy]='a/branch|NoFault|NoFault|the router drops every third packet: slow, retransmits in the log, but it comes up'
FAULT_PROOF[path-lossy]='logged a "retransmit [0-9] of request" && says a list-sas "branch-net.*state=INSTALLED"'
fault_path_lossy() { path_rule "meta l4proto udp numgen inc mod 3 == 0 drop"; redial a branch 15; }

FAULT_INFO[nat-in-path]='a/branch|NoFault|NoFault|control case: the router rewrites the hub address; the tunnel must come up'
FAULT_PROOF[nat-in-path]='ping_ok a branch && says a list-sas "\{branch .*nat-local=yes" && says b list-sas "remote-host=198.18.2.50"'
fault_nat_in_path() {
  in_ns wan nft add chain inet lab nat '{ type nat hook postrouting priority 100; }'
  in_ns wan nft add rule inet lab nat ip saddr "$(wan_addr a)" ip daddr "$(wan_addr b)" snat ip to 198.18.2.50
  ip -n "$(ns wan)" addr replace 198.18.2.50/32 dev to-b
  opt b.hub RADDR=0.0.0.0/0; reload b; redial a branch 5
}

# --- configuration and life cycle ------------------------------------------------------
FAULT_INFO[conn-not-on-gateway]='a/branch|NoFault|ConnectionNotConfiguredOnGateway|the hub has no such connection loaded'
FAULT_PROOF[conn-not-on-gateway]='! says a list-conns "branch" && says a list-conns "partner"'
fault_conn_not_on_gateway() { opt a.branch LOADED=no PSK_LOADED=no; hangup a branch; reload a; }

FAULT_INFO[conn-not-on-peer]='a/branch|NoFault|IkePolicyMismatch|the branch has no connection for the hub; on the wire it looks like a policy mismatch'
FAULT_PROOF[conn-not-on-peer]='logged a "received NO_PROPOSAL_CHOSEN notify error" && logged b "no IKE config found for"'
fault_conn_not_on_peer() { opt b.hub LOADED=no; reload b; redial a branch; }

FAULT_INFO[no-connections]='a/*|NoConnectionsFoundForGateway|ConnectionEntityNotFound|the hub has no connection loaded at all'
FAULT_PROOF[no-connections]='! says a list-conns "list-conn event"'
fault_no_connections() { hangup a branch; hangup a partner; opt a.branch LOADED=no PSK_LOADED=no; opt a.partner LOADED=no; reload a; }

FAULT_INFO[conn-hung-up]='a/branch|NoFault|ConnectionIsMarkedDisconnected|an operator terminated the connection; it stays loaded'
FAULT_PROOF[conn-hung-up]='says a list-conns "branch" && ! says a list-sas "\{branch "'
fault_conn_hung_up() { timeout 5 swanctl --terminate --ike branch --timeout 3 --uri "unix://$(vici_path a)" >"$LAB_DIR/dial.txt" 2>&1 || true; }

FAULT_INFO[conn-standby]='a/branch|NoFault|ConnectionMarkedStandby|the connection is a trap: loaded and routed, never dialled'
FAULT_PROOF[conn-standby]='says a list-pols "branch-net.*mode=TUNNEL|branch/branch-net" && ! says a list-sas "\{branch "'
fault_conn_standby() { hangup a branch; hangup b hub; opt a.branch START=trap; reload a; }

FAULT_INFO[all-disconnected]='a/*|ConnectionsNotConnected|ConnectionIsMarkedDisconnected|every connection of the hub is down'
FAULT_PROOF[all-disconnected]='says a list-conns "partner" && ! says a list-sas "list-sa event"'
fault_all_disconnected() { hangup a branch; hangup a partner; }

FAULT_INFO[child-deleted]='a/branch|NoFault|ConnectionIsMarkedDisconnected|the IKE_SA is up, its CHILD_SA was deleted: no traffic'
FAULT_PROOF[child-deleted]='says a list-sas "\{branch .*state=ESTABLISHED.*child-sas \{\}"'
fault_child_deleted() { timeout 5 swanctl --terminate --child branch-net --timeout 3 --uri "unix://$(vici_path a)" >"$LAB_DIR/dial.txt" 2>&1 || true; }

FAULT_INFO[lifetime-short]='a/branch|NoFault|NoFault|the branch rekeys its CHILD_SA every 4 s; legal in IKEv2, the tunnel stays up'
FAULT_PROOF[lifetime-short]='ping_ok a branch && logged a "inbound CHILD_SA branch-net.* established" && says a counters "child-rekey=[1-9]"'
fault_lifetime_short() { opt b.hub CHILD_REKEY=4s CHILD_LIFE=6s; reload b; redial a branch; }

FAULT_INFO[flapping]='a/branch|NoFault|PeerReachability|the branch tears the tunnel down every two seconds, the hub puts it up again at once'
FAULT_PROOF[flapping]='[ "$(log_since_mark a charon.log | grep -c "IKE_SA branch.* established between")" -ge 3 ] && [ "$(log_since_mark a charon.log | grep -c "received DELETE for IKE_SA branch")" -ge 3 ]'
fault_flapping() {
  opt a.branch CLOSE=start; load a; redial a branch
  repeat_in_background 20 2 timeout 3 swanctl --terminate --ike hub --timeout 2 --uri "unix://$(vici_path b)"
}

FAULT_INFO[duplicate-sas]='a/branch|NoFault|NoFault|three IKE_SAs for one connection at once; traffic passes'
FAULT_PROOF[duplicate-sas]='[ "$(raw a list-sas | grep -c "{branch ")" -ge 3 ] && ping_ok a branch'
fault_duplicate_sas() {
  opt a.branch UNIQUE=never; opt b.hub UNIQUE=never; opt a.daemon EXTRA='reuse_ikesa = no'
  gateway_stop a; load b; gateway_start a
  dial a branch; dial a branch; dial a branch
}

# --- the gateway itself -------------------------------------------------------------------
FAULT_INFO[gateway-absent]='a/*|GatewayNotFound|-|there is no hub daemon and no socket file'
FAULT_PROOF[gateway-absent]='[ ! -e "$(vici_path a)" ]'
fault_gateway_absent() { gateway_stop a TERM; rm -f "$(vici_path a)"; }

FAULT_INFO[gateway-stopped]='a/*|ServiceNotRunning|-|the hub daemon was stopped in order; its socket file stays and refuses'
FAULT_PROOF[gateway-stopped]='[ -S "$(vici_path a)" ] && says a stats "Connection refused" && logged a "SIGTERM received, shutting down"'
fault_gateway_stopped() { gateway_stop a TERM; }

FAULT_INFO[gateway-crashed]='a/*|ServiceNotRunning|-|the hub daemon was killed; its socket file stays and refuses, its log just ends'
FAULT_PROOF[gateway-crashed]='[ -S "$(vici_path a)" ] && says a stats "Connection refused" && ! logged a "shutting down"'
fault_gateway_crashed() { gateway_stop a KILL; }

FAULT_INFO[gateway-hung]='a/*|PlatformInActive|-|the hub daemon is stopped in its tracks: the socket accepts, nothing answers'
FAULT_PROOF[gateway-hung]='[ -S "$(vici_path a)" ] && ! says a stats "running=|Connection refused"'
fault_gateway_hung() { kill -STOP "$(gateway_pid a)"; }

FAULT_INFO[gateway-wan-down]='a/*|VipUnResponsive|PeerReachability|the hub lost its outside link; the daemon runs'
FAULT_PROOF[gateway-wan-down]='says a stats "running=" && logged a "interface wan0 deactivated" && ! in_ns wan ping -q -c 1 -W 1 "$(wan_addr a)" >/dev/null'
fault_gateway_wan_down() { ip -n "$(ns a)" link set wan0 down; redial a branch; }

FAULT_INFO[gateway-restarted]='a/*|ConnectionsNotConnected|ConnectionIsMarkedDisconnected|the hub daemon was restarted a moment ago and dials nothing by itself'
FAULT_PROOF[gateway-restarted]='says a stats "running=[0-9] second" && says a list-conns "branch" && ! says a list-sas "list-sa event"'
fault_gateway_restarted() { gateway_stop a TERM; gateway_start a; }

FAULT_INFO[cpu-overload]='a/*|GatewayCPUUsageExceeded|NoFault|twice as many busy loops as cores, for LAB_BURN_SECONDS at most'
FAULT_PROOF[cpu-overload]='[ "$(cpu_busy_percent)" -ge 90 ]'
fault_cpu_overload() { burn $(( $(nproc) * 2 )); }
cpu_busy_percent() { # over one second
  local a b; a=$(awk '/^cpu /{print $2+$3+$4+$7+$8+$9, $5+$6}' /proc/stat); sleep 1
  b=$(awk '/^cpu /{print $2+$3+$4+$7+$8+$9, $5+$6}' /proc/stat)
  awk -v a="$a" -v b="$b" 'BEGIN{split(a,x);split(b,y);d=y[1]-x[1];i=y[2]-x[2];printf "%d",100*d/(d+i+0.001)}'
}

dial_note() { printf '%s\n' "$1" >>"$LAB_DIR/dial.txt"; }
