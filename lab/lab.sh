#!/usr/bin/env bash
# The IPsec lab: real strongSwan gateways in network namespaces, with real
# faults that can be switched on and off. See README.md.
# shellcheck source-path=SCRIPTDIR
set -Eeuo pipefail

# Exit statuses, as everywhere in Tunnelscope.
readonly UNHEALTHY=1 USAGE=64 UNAVAILABLE=69 INTERNAL=70 IN_USE=73 NOT_ALLOWED=77

fail() { # STATUS TEXT: what is wrong and how to mend it, in one line
  trap - ERR
  printf 'tunnelscope: %s\n' "$2" >&2
  exit "$1"
}
has() { command -v "$1" >/dev/null 2>&1; }
progress() { if [ -t 2 ]; then printf 'tunnelscope: %s\n' "$1" >&2; fi; }
shown() { # a word of the caller's, fit for a message
  local clean=${1//[^[:print:]]/?}
  printf '%s' "${clean:0:60}"
}
broken() { # where it happened; a command of the lab failed that never should
  [ "$BASH_SUBSHELL" = 0 ] || return 0 # the shell around it tells
  fail $INTERNAL "a step of the lab failed (${BASH_SOURCE[1]##*/}, line $1): \`./tunnelscope lab down\`, then begin anew"
}
trap 'broken $LINENO' ERR

case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in ko*) readonly LANGUAGE_OF_HELP=ko ;; *) readonly LANGUAGE_OF_HELP=en ;; esac
export LC_ALL=C                      # texts of other programs are looked at
PATH=$PATH:/usr/sbin:/sbin           # `su` leaves them out
umask 022

LAB_HOME=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
: "${LAB_PREFIX:=vpnlab}"            # prefix of every namespace name
: "${LAB_DIR:=/run/$LAB_PREFIX}"     # state: configs, sockets, logs, pids
: "${LAB_TIMERS:=fast}"              # fast | default (strongSwan's own timers)
: "${LAB_FAULTS_EXTRA:=}"            # more fault files to source, ':'-separated
: "${LAB_BURN_SECONDS:=60}"          # upper bound on every CPU burner
: "${LAB_INSTALL:=yes}"              # no: fail instead of apt-get install
: "${LAB_ERROR_NOTIFY:=yes}"         # no: without charon's error-notify plugin

check_setting() { # NAME PATTERN WHAT-IS-ALLOWED
  [[ ${!1} =~ ^($2)$ ]] || fail $USAGE "$1 cannot be '$(shown "${!1}")': $3"
}
check_setting LAB_PREFIX '[A-Za-z0-9][A-Za-z0-9_.-]{0,39}' "use up to 40 letters, digits and hyphens"
case $LAB_DIR in /*) ;; *) LAB_DIR=$PWD/$LAB_DIR ;; esac
while [[ $LAB_DIR == */ ]]; do LAB_DIR=${LAB_DIR%/}; done
# The path goes into configuration files, where other characters have a meaning.
check_setting LAB_DIR '(/[A-Za-z0-9_. -]+)+' "use a path of letters, digits, blanks and . _ -"
check_setting LAB_TIMERS 'fast|default' "fast or default"
check_setting LAB_BURN_SECONDS '[1-9][0-9]{0,3}' "a number of seconds from 1 to 9999"
check_setting LAB_INSTALL 'yes|no' "yes or no"
check_setting LAB_ERROR_NOTIFY 'yes|no' "yes or no"

# swanctl and pki load only the plugins they need; Debian's default list makes
# them complain about every plugin whose package is not installed
export STRONGSWAN_CONF=$LAB_DIR/tools.conf

# shellcheck source=lib/net.sh
source "$LAB_HOME/lib/net.sh"
# shellcheck source=lib/pki.sh
source "$LAB_HOME/lib/pki.sh"
# shellcheck source=lib/gateway.sh
source "$LAB_HOME/lib/gateway.sh"
# shellcheck source=lib/faults.sh
source "$LAB_HOME/lib/faults.sh"

IFS=: read -r -a more_faults <<<"$LAB_FAULTS_EXTRA"
for file in "${more_faults[@]}"; do
  [ -n "$file" ] || continue
  case $file in /*) ;; *) file=$PWD/$file ;; esac # without a folder bash would look along PATH
  if [ ! -f "$file" ] || [ ! -r "$file" ]; then
    fail $USAGE "LAB_FAULTS_EXTRA names $(shown "$file"), which is no readable file: separate files by ':'"
  fi
  # shellcheck source=/dev/null
  source "$file"
done

usage() {
  if [ "$LANGUAGE_OF_HELP" = ko ]; then
    cat <<'USAGE'
사용법: tunnelscope lab COMMAND
실제 strongSwan 게이트웨이 세 대(a hub, b branch, c partner)와 그 터널을 이 컴퓨터에 만들고 장애를 일으킵니다.
Linux와 root 권한이 필요합니다. 설명은 lab/README.md에 있습니다.

  up                     실험 환경을 만듭니다(이미 있으면 정상 상태로 되돌립니다)
  down                   데몬을 멈추고 네임스페이스와 LAB_DIR을 지웁니다
  status                 게이트웨이와 터널의 상태. 모두 정상일 때만 0으로 종료합니다
  fault NAME             정상으로 되돌린 뒤 장애 하나를 일으킵니다
  heal                   장애를 없애고 터널을 다시 연결합니다
  faults                 장애 목록: 이름|게이트웨이/연결|게이트웨이 장애|연결 장애|한 일
  sockets                게이트웨이별 VICI 소켓의 경로
  dial GW CONN [SECS]    게이트웨이에서 연결을 시작합니다
  ping GW CONN [SIZE]    터널을 통해 상대편 LAN에 ping을 보냅니다
  swanctl GW ARGS...     게이트웨이 하나에 swanctl을 실행합니다
  proof NAME             장애의 증거가 나타났으면 0으로 종료합니다
  snapshot DIR           VICI 응답과 장애 이후의 로그를 저장합니다
  check                  이 컴퓨터에서 실험 환경을 실행할 수 있으면 0으로 종료합니다
  packages               설치되지 않은 Debian 패키지의 목록
USAGE
    return
  fi
  cat <<'USAGE'
Usage: tunnelscope lab COMMAND
Makes three real strongSwan gateways (a hub, b branch, c partner) with their tunnels on this machine, and faults in
them. Needs Linux and root; lab/README.md tells more.

  up                     create the lab (again: bring it back to healthy)
  down                   stop the daemons, delete namespaces and LAB_DIR
  status                 gateways and tunnels; exit 0 only when all is healthy
  fault NAME             heal, then inject one fault
  heal                   undo any fault, tunnels up again
  faults                 the faults: NAME|GATEWAY/CONNECTION|gateway fault|connection fault|what was done
  sockets                the path of each gateway's VICI socket
  dial GW CONN [SECS]    initiate a connection's child on a gateway
  ping GW CONN [SIZE]    ping the far LAN through the tunnel
  swanctl GW ARGS...     run swanctl against one gateway
  proof NAME             exit 0 once that fault's evidence exists
  snapshot DIR           save what VICI and the logs since the fault say
  check                  exit 0 when this machine can run the lab
  packages               the Debian packages that are missing, one a line
USAGE
}

# --- what has to be true before a command -------------------------------------

arguments() { # COMMAND, LEAST, MOST, WHICH, the arguments themselves
  local command=$1 least=$2 most=$3 which=$4; shift 4
  if [ $# -lt "$least" ] || [ $# -gt "$most" ]; then
    fail $USAGE "lab $command takes ${which:-no argument}: see \`./tunnelscope lab help\`"
  fi
}

need_linux() { [[ $OSTYPE == linux* ]] || fail $UNAVAILABLE "the IPsec lab needs Linux: run it there"; }
need_root() { [ "$(id -u)" = 0 ] || fail $NOT_ALLOWED "the IPsec lab makes network namespaces: run it as root"; }

need_machine() { # what no package brings
  need_linux
  need_root
  [ -c "$TUN" ] || fail $UNAVAILABLE "$TUN is missing, which user-space ESP needs: \`modprobe tun\`, or give it to the container"
  if ! has apt-get || ! has dpkg-query; then
    fail $UNAVAILABLE "the IPsec lab uses Debian's strongSwan packages: run it on Debian"
  fi
  unshare --mount --net true 2>/dev/null ||
    fail $UNAVAILABLE "this root may not make network namespaces: give the container CAP_SYS_ADMIN and CAP_NET_ADMIN"
}

need_lab() {
  if net_whole && [ -f "$LAB_DIR/.lab" ]; then return; fi
  fail $UNAVAILABLE "the lab is not up: \`./tunnelscope lab up\` starts it"
}

need_gateway() {
  [ -n "${NUM[${1:--}]:-}" ] || fail $USAGE "there is no gateway '$(shown "$1")': a (hub), b (branch) or c (partner)"
}

need_connection() { # GW CONN
  local conn known; read -r -a known <<<"$(conns_of "$1")"
  for conn in "${known[@]}"; do [ "$conn" != "$2" ] || return 0; done
  fail $USAGE "gateway $1 has no connection '$(shown "$2")': it has ${known[*]}"
}

need_number() { # WHAT VALUE
  [[ $2 =~ ^[0-9]{1,5}$ ]] || fail $USAGE "$1 cannot be '$(shown "$2")': use a number"
}

need_fault() {
  local near
  if [ -n "$1" ] && [ -n "${FAULT_INFO[$1]:-}" ] && declare -F "fault_${1//-/_}" >/dev/null; then return; fi
  near=$(nearest_fault "$1")
  [ -z "$near" ] || fail $USAGE "there is no fault '$(shown "$1")': did you mean $near?"
  fail $USAGE "there is no fault '$(shown "$1")': \`./tunnelscope lab faults\` lists them"
}

nearest_fault() { # the one that was probably meant, or nothing
  printf '%s\n' "${!FAULT_INFO[@]}" | sort | WORD=${1:0:60} awk '
    function least(a, b) { return a < b ? a : b }
    function distance(a, b,    i, j, d) { # letters to add, drop or change
      for (i = 0; i <= length(a); i++)
        for (j = 0; j <= length(b); j++)
          d[i, j] = !i || !j ? i + j : least(d[i-1, j-1] + (substr(a, i, 1) != substr(b, j, 1)),
                                             least(d[i-1, j], d[i, j-1]) + 1)
      return d[length(a), length(b)]
    }
    BEGIN { word = ENVIRON["WORD"]; best = 1 + (length(word) < 6 ? 1 : length(word) / 3) }
    {
      far = distance(word, $0)
      if (length(word) >= 3 && index($0, word) == 1) far = least(far, 1)
      if (far < best) { best = far; near = $0 }
    }
    END { print near }'
}

# One lab command at a time per folder. The lock goes with this process, however it ends.
with_lock() {
  mkdir -p -- "$(dirname -- "$LAB_DIR")"
  local until=$((SECONDS + 120))
  while :; do
    exec 9>>"$LAB_DIR.lock"
    if ! flock --nonblock 9; then
      progress "waiting for another command of this lab"
      flock --timeout $((until > SECONDS ? until - SECONDS : 0)) 9 ||
        fail $IN_USE "another command of the lab in $LAB_DIR does not end: stop it and try again"
    fi
    # `down` takes the file away: who waited for that one has locked nothing.
    [ "$(stat -c %d:%i -- "$LAB_DIR.lock" 2>/dev/null)" != "$(stat -L -c %d:%i /proc/self/fd/9)" ] || return 0
  done
}

# The folder is deleted in the end: it must be this lab's own.
check_folder() {
  check_owner
  if [ ! -f "$LAB_DIR/.lab" ] && [ -e "$LAB_DIR" ]; then
    if [ ! -d "$LAB_DIR" ] || [ -n "$(find "$LAB_DIR" -mindepth 1 -print -quit)" ]; then
      fail $USAGE "LAB_DIR $LAB_DIR holds something else: name a folder that is new or empty"
    fi
  fi
}

check_owner() {
  local owner
  owner=$(cat -- "$LAB_DIR/.lab" 2>/dev/null) || owner=
  if [ -n "$owner" ] && [ "$owner" != "$LAB_PREFIX" ]; then
    fail $USAGE "LAB_DIR $LAB_DIR belongs to the lab $owner: set LAB_PREFIX=$owner, or another LAB_DIR"
  fi
  refuse_other_folder
}

# --- commands -------------------------------------------------------------------

cmd_up() {
  local tools
  mkdir -p -- "$LAB_DIR"
  printf '%s\n' "$LAB_PREFIX" >"$LAB_DIR/.lab"
  install_packages
  tools="random pem pkcs1 pkcs8 x509 pubkey openssl sha1 sha2"
  printf '%s {\n  load = %s\n}\n' swanctl "$tools" pki "$tools" >"$LAB_DIR/tools.conf"
  if ! net_whole; then gateways_stop; net_down; net_up; fi
  cmd_heal
}

cmd_down() {
  end_helpers
  gateways_stop
  net_down
  # only ever delete a directory that this script marked as its own; the mark goes last
  if [ -f "$LAB_DIR/.lab" ]; then
    find "$LAB_DIR" -mindepth 1 -maxdepth 1 ! -name .lab -exec rm -rf -- {} +
    rm -rf -- "$LAB_DIR"
  else
    rmdir -- "$LAB_DIR" 2>/dev/null || true
  fi
  rm -f -- "$LAB_DIR.lock"
}

cmd_heal() {
  fault_cleanup
  gateways_stop
  rm -f -- "$LAB_DIR"/opts/* "$LAB_DIR/fault"
  pki_make
  progress "starting the gateways"
  gateways_start
  dial a branch 10 >/dev/null
  dial a partner 10 >/dev/null
  cmd_status >"$LAB_DIR/status.txt" ||
    fail $INTERNAL "the lab does not get healthy ($(sed -n '/: not running$\|: no traffic$/p' "$LAB_DIR/status.txt" | paste -sd, -)): see $LAB_DIR/gw-a/charon.log"
}

cmd_status() { # 0 only when all is healthy
  local gw conn bad=0
  net_whole || { echo "lab: down"; return $UNHEALTHY; }
  echo "lab: $LAB_PREFIX in $LAB_DIR, fault: $(cat -- "$LAB_DIR/fault" 2>/dev/null || echo none)"
  [ ! -e "$LAB_DIR/fault" ] || bad=$UNHEALTHY
  for gw in "${GATEWAYS[@]}"; do
    if gateway_alive "$gw"; then echo "gateway $gw: running pid $(gateway_pid "$gw") vici $(vici_path "$gw")"
    else echo "gateway $gw: not running"; bad=$UNHEALTHY; fi
  done
  for conn in branch partner; do
    if ping_tunnel a "$conn" 56 >/dev/null; then echo "tunnel a/$conn: passes traffic"
    else echo "tunnel a/$conn: no traffic"; bad=$UNHEALTHY; fi
  done
  return $bad
}

cmd_fault() {
  local name=$1
  cmd_heal
  progress "injecting $name"
  printf '%s\n' "$name" >"$LAB_DIR/fault"
  : >"$LAB_DIR/dial.txt"
  log_mark
  "fault_${name//-/_}"
  echo "fault $name injected: ${FAULT_INFO[$name]}"
}

cmd_faults() { local n; for n in "${!FAULT_INFO[@]}"; do printf '%s|%s\n' "$n" "${FAULT_INFO[$n]}"; done | sort; }
cmd_sockets() { local gw; for gw in "${GATEWAYS[@]}"; do echo "$gw $(vici_path "$gw")"; done; }

cmd_proof() {
  [ -n "${FAULT_PROOF[$1]:-}" ] || fail $USAGE "the fault '$1' has no proof: set FAULT_PROOF[$1] in its file"
  eval "${FAULT_PROOF[$1]}"
}

cmd_snapshot() {
  local out=$1 gw what
  for gw in "${GATEWAYS[@]}"; do
    mkdir -p -- "$out/$gw" || fail $USAGE "cannot write into $(shown "$out"): name another folder"
    for what in version stats list-conns list-sas list-pols list-certs counters; do
      timeout 5 swanctl "--$what" --raw --uri "unix://$(vici_path "$gw")" >"$out/$gw/$what.txt" 2>&1 || true
    done
    log_since_mark "$gw" charon.log >"$out/$gw/charon.log"
    log_since_mark "$gw" charon-debug.log >"$out/$gw/charon-debug.log"
  done
  cp -- "$LAB_DIR/dial.txt" "$out/dial.txt" 2>/dev/null || true
}

main() {
  local cmd=${1:-}; shift || true
  if [ "$cmd" != swanctl ] && [[ ${1:-} == @(-h|--help) ]]; then cmd=help; fi
  case $cmd in
    up|down|status|heal|faults|sockets|check|packages) arguments "$cmd" 0 0 "" "$@" ;;
    fault|proof) arguments "$cmd" 1 1 "the NAME of a fault" "$@"; need_fault "$1" ;;
    dial) arguments dial 2 3 "GW CONN [SECS]" "$@"; need_gateway "$1"; need_connection "$1" "$2"; need_number SECS "${3:-3}" ;;
    ping) arguments ping 2 3 "GW CONN [SIZE]" "$@"; need_gateway "$1"; need_connection "$1" "$2"; need_number SIZE "${3:-56}" ;;
    swanctl) arguments swanctl 2 99 "GW and the arguments of swanctl" "$@"; need_gateway "$1" ;;
    snapshot) arguments snapshot 1 1 "the DIR to write into" "$@" ;;
    help|-h|--help) usage; return ;;
    "") fail $USAGE "lab needs a command, such as up: see \`./tunnelscope lab help\`" ;;
    *) fail $USAGE "there is no command '$(shown "$cmd")' of lab: see \`./tunnelscope lab help\`" ;;
  esac
  case $cmd in
    up) need_machine; check_paths; check_folder; with_lock; check_folder ;;
    down) need_linux; need_root; check_owner; with_lock; check_owner ;;
    heal|fault|dial)
      need_linux; need_root; need_lab; with_lock
      net_whole || rm -f -- "$LAB_DIR.lock" # `down` was first
      need_lab
      ;;
    ping|proof|snapshot|swanctl) need_linux; need_root; need_lab ;;
    status) need_linux; need_root ;;
  esac
  case $cmd in
    up) cmd_up; cat -- "$LAB_DIR/status.txt" ;;
    down) cmd_down ;;
    status) cmd_status || exit ;;
    fault) cmd_fault "$@" ;;
    heal) cmd_heal; cat -- "$LAB_DIR/status.txt" ;;
    faults) cmd_faults ;;
    sockets) cmd_sockets ;;
    dial) dial "$@" ;;
    ping) ping_tunnel "$@" || exit ;;
    swanctl) local gw=$1; shift; swanctl "$@" --uri "unix://$(vici_path "$gw")" || exit ;;
    proof) cmd_proof "$@" || exit ;;
    snapshot) cmd_snapshot "$@" ;;
    check) need_machine ;;
    packages) missing_packages ;;
  esac
}
main "$@"
