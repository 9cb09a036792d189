# shellcheck shell=bash
# Throw-away certificates for the partner connection. Sourced by lab.sh.
# RSA 3072 on purpose: IKE_AUTH with certificates then exceeds one packet,
# which the fragmentation faults need.

pki_key() { pki --gen --type rsa --size 3072 --outform pem >"$1"; }
pki_ca() { pki --self --ca --lifetime 3650 --in "$1" --dn "CN=$2" --outform pem >"$3"; }
pki_cert() { # KEY CAKEY CACERT NAME OUT [pki --issue options]
  local key=$1 cakey=$2 ca=$3 name=$4 out=$5; shift 5
  pki --pub --in "$key" --type priv |
    pki --issue --cakey "$cakey" --cacert "$ca" --dn "O=vpnlab, CN=$name" --san "$name" \
      --flag serverAuth --outform pem "$@" >"$out"
}
stamp() { date -u -d "$1" +%y%m%d%H%M%SZ; }

pki_make() {
  local p=$LAB_DIR/pki
  # the certificate of tomorrow becomes valid after ten days
  [ -z "$(find "$p/done" -mtime -7 2>/dev/null)" ] || return 0
  progress "making certificates"
  mkdir -p "$p"; chmod 700 "$p"; rm -f -- "$p/done"
  pki_key "$p/ca.key"; pki_key "$p/rogue.key"; pki_key "$p/a.key"; pki_key "$p/c.key"
  pki_ca "$p/ca.key" "vpnlab CA" "$p/ca.pem"
  pki_ca "$p/rogue.key" "vpnlab rogue CA" "$p/rogue.pem"
  pki_cert "$p/a.key" "$p/ca.key" "$p/ca.pem" hub.lab.example "$p/a.pem" --lifetime 365
  pki_cert "$p/c.key" "$p/ca.key" "$p/ca.pem" partner.lab.example "$p/c.pem" --lifetime 365
  pki_cert "$p/c.key" "$p/ca.key" "$p/ca.pem" partner.lab.example "$p/c-expired.pem" \
    --dateform %y%m%d%H%M%SZ --not-before "$(stamp '-40 days')" --not-after "$(stamp '-10 days')"
  pki_cert "$p/c.key" "$p/ca.key" "$p/ca.pem" partner.lab.example "$p/c-future.pem" \
    --dateform %y%m%d%H%M%SZ --not-before "$(stamp '+10 days')" --not-after "$(stamp '+40 days')"
  pki_cert "$p/c.key" "$p/rogue.key" "$p/rogue.pem" partner.lab.example "$p/c-rogue.pem" --lifetime 365
  touch "$p/done"
}
