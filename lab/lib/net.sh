# shellcheck shell=bash
# Namespaces and links. Sourced by lab.sh.
#
#            wan (router, where path faults are made)
#      198.18.1.1      198.18.2.1      198.18.3.1
#           |               |               |
#      a  hub          b  branch       c  partner
#      198.18.1.2      198.18.2.2      198.18.3.2      (wan0)
#      198.19.1.1      198.19.2.1      198.19.3.1      (lo, the LAN side)
#
# 198.18.0.0/15 is the block set aside for test networks (RFC 2544). No
# namespace has a way out to the host, so nothing can leave the lab.

GATEWAYS=(a b c)
declare -A NUM=([a]=1 [b]=2 [c]=3)

ns() { echo "$LAB_PREFIX-$1"; }
wan_addr() { echo "198.18.${NUM[$1]}.2"; }
lan_addr() { echo "198.19.${NUM[$1]}.1"; }
lan_net() { echo "198.19.${NUM[$1]}.0/24"; }
in_ns() { local n; n=$(ns "$1"); shift; ip netns exec "$n" "$@"; }

net_present() {
  local n
  for n in wan "${GATEWAYS[@]}"; do [ -e "/run/netns/$(ns "$n")" ] || return 1; done
}

# Present and finished: the chain for path faults is the last that net_up makes.
net_whole() { net_present && in_ns wan nft list chain inet lab path >/dev/null 2>&1; }

net_up() {
  local gw i
  ip netns add "$(ns wan)"
  ip -n "$(ns wan)" link set lo up
  in_ns wan sysctl -qw net.ipv4.ip_forward=1
  for gw in "${GATEWAYS[@]}"; do
    i=${NUM[$gw]}
    ip netns add "$(ns "$gw")"
    ip link add "to-$gw" netns "$(ns wan)" type veth peer name wan0 netns "$(ns "$gw")"
    ip -n "$(ns wan)" addr add "198.18.$i.1/24" dev "to-$gw"
    ip -n "$(ns wan)" link set "to-$gw" up
    ip -n "$(ns "$gw")" link set lo up
    ip -n "$(ns "$gw")" addr add "$(wan_addr "$gw")/24" dev wan0
    ip -n "$(ns "$gw")" addr add "$(lan_addr "$gw")/32" dev lo
    ip -n "$(ns "$gw")" link set wan0 up
    ip -n "$(ns "$gw")" route add 198.18.0.0/16 via "198.18.$i.1"
  done
  path_clear
}

net_down() {
  local n
  for n in "${GATEWAYS[@]}" wan; do
    [ -e "/run/netns/$(ns "$n")" ] && ip netns del "$(ns "$n")"
  done
  return 0
}

# Path faults: one nftables chain on the router's forward hook.
path_clear() {
  in_ns wan nft -f - <<'NFT'
table inet lab
delete table inet lab
table inet lab {
  chain path { type filter hook forward priority 0; policy accept; }
}
NFT
}
path_rule() { in_ns wan nft add rule inet lab path "$*"; }
