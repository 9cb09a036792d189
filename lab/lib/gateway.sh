# shellcheck shell=bash
# Daemons and their configuration. Sourced by lab.sh.

CHARON=/usr/sbin/charon-systemd      # the charon that needs no pid file under /run
TUN=/dev/net/tun
PACKAGES=(charon-systemd strongswan-swanctl strongswan-pki strongswan-libcharon
  libcharon-extra-plugins libstrongswan-standard-plugins nftables iproute2 iputils-ping procps)

missing_packages() { # one a line
  local pkg
  for pkg in "${PACKAGES[@]}"; do
    dpkg-query -W -f '${Status}' "$pkg" 2>/dev/null | grep -q 'ok installed' || echo "$pkg"
  done
}

install_packages() {
  local missing log; mapfile -t missing < <(missing_packages)
  [ ${#missing[@]} != 0 ] || return 0
  [ "$LAB_INSTALL" = yes ] ||
    fail $UNAVAILABLE "missing packages: apt-get install -y --no-install-recommends ${missing[*]}"
  progress "installing packages that are missing"
  log=$LAB_DIR/install.txt
  apt-get update -q >"$log" 2>&1 9>&- || true # a stale list may still do
  # The lock is not for what a package may start.
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >>"$log" 2>&1 9>&- ||
    fail $UNAVAILABLE "could not install ${missing[*]}: install them by hand; what apt-get said is in $log"
}

check_paths() {
  local p; p=$(vici_path a)
  [ ${#p} -le 100 ] || fail $USAGE "LAB_DIR is too long for the path of a unix socket: name a folder of at most 80 characters"
}

gw_dir() { echo "$LAB_DIR/gw-$1"; }
vici_path() { echo "$(gw_dir "$1")/charon.vici"; }
gateway_pid() { cat "$(gw_dir "$1")/pid" 2>/dev/null || true; }
gateway_alive() { is_ours "$1" "$(gateway_pid "$1")"; }
is_ours() { # GW PID: a charon that this lab started for that gateway; it is told from others by its configuration
  [ -n "$2" ] && [[ $(readlink "/proc/$2/exe" 2>/dev/null) == "$CHARON"* ]] &&
    grep -szqxF -- "STRONGSWAN_CONF=$(gw_dir "$1")/strongswan.conf" "/proc/$2/environ"
}
gateway_daemons() { # GW: the pids of all that are ours, also of one whose pid file was never written
  local path pid
  { grep -szlxF -- "STRONGSWAN_CONF=$(gw_dir "$1")/strongswan.conf" /proc/[0-9]*/environ || true; } |
    while IFS=/ read -r _ _ pid path; do
      if is_ours "$1" "$pid"; then echo "$pid"; fi
    done
}
refuse_other_folder() { # two labs in the same namespaces would take each other's ports
  local gw pid other
  for gw in "${GATEWAYS[@]}"; do
    [ -e "/run/netns/$(ns "$gw")" ] || continue
    for pid in $(ip netns pids "$(ns "$gw")" 2>/dev/null || true); do
      [[ $(readlink "/proc/$pid/exe" 2>/dev/null) == "$CHARON"* ]] || continue
      other=$(sed -zn 's|^STRONGSWAN_CONF=\(.*\)/gw-[abc]/strongswan.conf$|\1|p' "/proc/$pid/environ" 2>/dev/null | tr -d '\0') || continue
      if [ -n "$other" ] && [ "$other" != "$LAB_DIR" ]; then
        fail $USAGE "the lab $LAB_PREFIX runs in $other: set LAB_DIR to that folder, or another LAB_PREFIX"
      fi
    done
  done
}
conns_of() { case $1 in a) echo branch partner ;; *) echo hub ;; esac; }

# --- configuration: defaults, overridden per connection by opt() -------------
opt() { # GW.CONN KEY=VALUE...   (or GW.daemon KEY=VALUE...)
  local where=$1 kv; shift
  mkdir -p "$LAB_DIR/opts"
  for kv in "$@"; do printf '%s=%q\n' "${kv%%=*}" "${kv#*=}" >>"$LAB_DIR/opts/$where"; done
}

conn_defaults() {
  LOADED=yes VERSION=2 IKE=aes256-sha256-ecp256 ESP=aes256gcm16-ecp256 DPD=0s FRAG=yes
  START=none CLOSE=none UNIQUE=no TRIES=1 IKE_REKEY=4h CHILD_REKEY=1h CHILD_LIFE=66m
  AUTH=psk CERT="" CA="$LAB_DIR/pki/ca.pem" PSK=correct-horse-battery PSK_LOADED=yes REMOTE_AUTH=""
  case $1.$2 in
    a.branch)  LOCAL=a PEER=b LID=hub.lab.example RID=branch.lab.example ;;
    b.hub)     LOCAL=b PEER=a LID=branch.lab.example RID=hub.lab.example ;;
    a.partner) LOCAL=a PEER=c LID=hub.lab.example RID=partner.lab.example AUTH=pubkey CERT=a.pem ;;
    c.hub)     LOCAL=c PEER=a LID=partner.lab.example RID=hub.lab.example AUTH=pubkey CERT=c.pem ;;
  esac
  LADDR=$(wan_addr $LOCAL) RADDR=$(wan_addr $PEER) LTS=$(lan_net $LOCAL) RTS=$(lan_net $PEER)
  PSK_ID_LOCAL=$LID PSK_ID_REMOTE=$RID
}

render_conn() ( # in a subshell, so that options do not leak
  conn_defaults "$1" "$2"
  [ -f "$LAB_DIR/opts/$1.$2" ] && source "$LAB_DIR/opts/$1.$2"
  if [ "$LOADED" = yes ]; then
    cat <<CONN
connections {
  $2 {
    version = $VERSION
    local_addrs = $LADDR
    remote_addrs = $RADDR
    proposals = $IKE
    rekey_time = $IKE_REKEY
    dpd_delay = $DPD
    fragmentation = $FRAG
    unique = $UNIQUE
    keyingtries = $TRIES
    mobike = no
    local {
      auth = $AUTH
      id = $LID
      ${CERT:+certs = $LAB_DIR/pki/$CERT}
    }
    remote {
      auth = ${REMOTE_AUTH:-$AUTH}
      id = $RID
      ${CERT:+cacerts = $CA}
    }
    children {
      $2-net {
        local_ts = $LTS
        remote_ts = $RTS
        esp_proposals = $ESP
        rekey_time = $CHILD_REKEY
        life_time = $CHILD_LIFE
        start_action = $START
        close_action = $CLOSE
      }
    }
  }
}
CONN
  fi
  if [ "$AUTH" = psk ] && [ "$PSK_LOADED" = yes ]; then
    cat <<CONN
secrets {
  ike-$2 {
    id-local = $PSK_ID_LOCAL
    id-remote = $PSK_ID_REMOTE
    secret = "$PSK"
  }
}
CONN
  fi
)

render_daemon() (
  local d; d=$(gw_dir "$1")
  ESP_ENGINE=kernel-libipsec EXTRA=""
  local notify=""; [ "$LAB_ERROR_NOTIFY" = yes ] && notify=error-notify
  [ -f "$LAB_DIR/opts/$1.daemon" ] && source "$LAB_DIR/opts/$1.daemon"
  cat <<CONF
charon-systemd {
  load = random nonce x509 revocation constraints pubkey pkcs1 pkcs8 pem openssl gmp kdf hmac sha1 sha2 aes gcm curve25519 $ESP_ENGINE kernel-netlink socket-default vici counters updown $notify
  install_virtual_ip = no
  $( [ "$LAB_TIMERS" = fast ] && printf 'retransmit_timeout = 1.0\n  retransmit_base = 1.4\n  retransmit_tries = 3\n  half_open_timeout = 10' )
  $EXTRA
  journal {
    default = -1
  }
  filelog {
    plain {
      path = $d/charon.log
      time_format = %Y-%m-%dT%H:%M:%S
      time_add_ms = yes
      ike_name = yes
      append = yes
      flush_line = yes
      default = 1
    }
    debug {
      path = $d/charon-debug.log
      time_format = %Y-%m-%dT%H:%M:%S
      time_add_ms = yes
      ike_name = yes
      append = yes
      flush_line = yes
      default = 1
      ike = 2
      cfg = 2
      chd = 2
      knl = 2
    }
  }
  plugins {
    vici {
      socket = unix://$d/charon.vici
    }
    error-notify {
      socket = unix://$d/charon.enfy
    }
  }
}
CONF
)

render() {
  local d conn; d=$(gw_dir "$1")
  mkdir -p "$d"
  render_daemon "$1" >"$d/strongswan.conf"
  : >"$d/swanctl.conf"; chmod 600 "$d/swanctl.conf"
  for conn in $(conns_of "$1"); do render_conn "$1" "$conn" >>"$d/swanctl.conf"; done
  # swanctl looks for keys in fixed folders beside swanctl.conf
  mkdir -p "$d"/{x509,x509ca,x509ocsp,x509aa,x509ac,x509crl,pubkey,private,rsa,ecdsa,bliss,pkcs8,pkcs12}
  [ -f "$LAB_DIR/pki/$1.key" ] && cp "$LAB_DIR/pki/$1.key" "$d/private/gateway.pem"
  return 0
}

load() { # render and load into a running daemon; SAs that exist stay
  render "$1"
  SWANCTL_DIR=$(gw_dir "$1") timeout 30 swanctl --load-all --clear --uri "unix://$(vici_path "$1")" \
    --file "$(gw_dir "$1")/swanctl.conf" >"$(gw_dir "$1")/load.txt" 2>&1 ||
    fail $INTERNAL "gateway $1 does not take its configuration: see $(gw_dir "$1")/load.txt"
}

gateway_start() {
  local d; d=$(gw_dir "$1")
  gateway_alive "$1" && return 0
  render "$1"
  rm -f "$d/charon.vici" "$d/charon.enfy"
  STRONGSWAN_CONF=$d/strongswan.conf ip netns exec "$(ns "$1")" setsid "$CHARON" >"$d/stdout.txt" 2>&1 9>&- &
  echo $! >"$d/pid"
  disown
  for _ in $(seq 100); do
    [ -S "$d/charon.vici" ] && break
    sleep 0.05
  done
  [ -S "$d/charon.vici" ] || fail $INTERNAL "gateway $1 did not start: see $d/stdout.txt and $d/charon.log"
  load "$1"
}

gateway_stop() { # GW [SIGNAL]
  local pid
  for pid in $(gateway_daemons "$1"); do
    kill -CONT "$pid" 2>/dev/null || true
    kill "-${2:-TERM}" "$pid" 2>/dev/null || true
    for _ in $(seq 60); do is_ours "$1" "$pid" || break; sleep 0.05; done
    if is_ours "$1" "$pid"; then kill -KILL "$pid" 2>/dev/null || true; sleep 0.1; fi
  done
  rm -f -- "$(gw_dir "$1")/pid"
}

gateways_start() { local gw; for gw in "${GATEWAYS[@]}"; do gateway_start "$gw"; done; }
gateways_stop() { local gw; for gw in "${GATEWAYS[@]}"; do gateway_stop "$gw"; done; }

# --- traffic ------------------------------------------------------------------
dial() { # GW CONN [SECONDS]: never fails; the outcome is in dial.txt
  local rc=0
  # the outer limit is for a daemon that does not answer at all
  timeout $((${3:-3} + 10)) swanctl --initiate --child "$2-net" --ike "$2" --timeout "${3:-3}" \
    --uri "unix://$(vici_path "$1")" >"$LAB_DIR/dial.txt" 2>&1 || rc=$?
  echo "dial $1/$2: exit $rc: $(tail -n 1 "$LAB_DIR/dial.txt")" | tee -a "$LAB_DIR/dial.txt"
}
hangup() { # GW CONN: drop the IKE_SA at once, without waiting for the peer
  timeout 5 swanctl --terminate --ike "$2" --force --timeout 1 --uri "unix://$(vici_path "$1")" >/dev/null 2>&1 || true
}
ping_tunnel() { # GW CONN [SIZE]
  local far; case $1.$2 in a.branch) far=b ;; a.partner) far=c ;; *) far=a ;; esac
  in_ns "$1" ping -q -n -c 3 -i 0.1 -W 1 -s "${3:-56}" -I "$(lan_addr "$1")" "$(lan_addr $far)"
}

# --- logs ---------------------------------------------------------------------
log_mark() { # remember where each log ends now
  local gw f
  for gw in "${GATEWAYS[@]}"; do
    for f in charon.log charon-debug.log; do
      stat -c %s "$(gw_dir "$gw")/$f" >"$(gw_dir "$gw")/$f.mark" 2>/dev/null || echo 0 >"$(gw_dir "$gw")/$f.mark"
    done
  done
  date -u +%Y-%m-%dT%H:%M:%S.%3NZ >"$LAB_DIR/fault.since"
}
log_since_mark() {
  local f; f=$(gw_dir "$1")/$2
  tail -c "+$(( $(cat "$f.mark" 2>/dev/null || echo 0) + 1 ))" "$f" 2>/dev/null || true
}
