"""Which IP addresses are those of machines on the public internet."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")
"""Holds an IPv4 address in its last 32 bits. Source: RFC 6052, section 2.1."""
_UNICAST = IPv6Network("2000::/3")
"""All that is given out of IPv6; what lies outside has a special use. Source: RFC 4291."""
_TUNNELS = (
    IPv6Network("2001::/23"),  # Teredo and other protocols
    IPv6Network("2002::/16"),  # 6to4: any IPv4 address in disguise
    IPv6Network("2001:db8::/32"),
    IPv6Network("3fff::/20"),  # documentation, as the one before; newer than some Pythons
)
_SPECIAL = (
    IPv4Network("100.64.0.0/10"),  # behind a provider's NAT
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),  # relays of 6to4
)


def is_public(text: str) -> bool:
    """Whether an address is one of a machine on the public internet.

    An address that holds another one (IPv4-mapped, NAT64) is as public as that. Tunnels
    (6to4, Teredo) are not public, whatever they hold, nor is an address with a zone.
    Source: IANA's registries of special-purpose addresses, RFC 6890.

    >>> is_public("93.184.216.34"), is_public("::ffff:10.0.0.1"), is_public("0x7f.1")
    (True, False, False)
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return _is_public_v4(address)
    if address.scope_id is not None:
        return False
    if address.ipv4_mapped is not None:
        return _is_public_v4(address.ipv4_mapped)
    if address in _NAT64:
        return _is_public_v4(IPv4Address(int(address) & 0xFFFFFFFF))
    return _is_public_v6(address)


def _is_public_v4(address: IPv4Address) -> bool:
    is_special = (
        address.is_multicast
        or address.is_reserved
        or address.is_loopback
        or address.is_link_local
        or address.is_unspecified
        or any(address in network for network in _SPECIAL)
    )
    return address.is_global and not is_special


def _is_public_v6(address: IPv6Address) -> bool:
    is_tunnel = any(address in network for network in _TUNNELS)
    return address in _UNICAST and address.is_global and not is_tunnel
