/* fetch_address.c: which addresses a crawler may connect to. See fetch_address_is_public() in fetch.h. */
#include "corpus/fetch.h"

#include <netinet/in.h>
#include <string.h>

static bool ipv4_is_public (guint32 address)
{
	static const struct {
		guint32 net;
		int bits;
	} special[] = {
		{ 0x00000000, 8 },  /* this network */
		{ 0x0a000000, 8 },  /* private */
		{ 0x64400000, 10 }, /* carriers' NAT */
		{ 0x7f000000, 8 },  /* loopback */
		{ 0xa9fe0000, 16 }, /* link-local, and clouds' metadata */
		{ 0xac100000, 12 }, /* private */
		{ 0xc0000000, 24 }, /* IETF */
		{ 0xc0000200, 24 }, /* documentation */
		{ 0xc0586300, 24 }, /* 6to4 relays */
		{ 0xc0a80000, 16 }, /* private */
		{ 0xc6120000, 15 }, /* benchmarks */
		{ 0xc6336400, 24 }, /* documentation */
		{ 0xcb007100, 24 }, /* documentation */
		{ 0xe0000000, 4 },  /* multicast */
		{ 0xf0000000, 4 },  /* reserved, broadcast */
	};
	for (gsize i = 0; i < G_N_ELEMENTS (special); i++)
		if ((address ^ special[i].net) >> (32 - special[i].bits) == 0)
			return false;
	return true;
}

/* Global unicast is 2000::/3; within it Teredo, ORCHID, benchmarks and documentation are not, and 6to4 is what its IPv4 address is. Mapped, translated
 * (64:ff9b::/96), unique local and link-local addresses are all outside. */
static bool ipv6_is_public (const guint8 *a)
{
	if (a[0] >> 5 != 1)
		return false;
	if (a[0] == 0x20 && a[1] == 0x01 && (a[2] < 2 || (a[2] == 0x0d && a[3] == 0xb8)))
		return false;
	if (a[0] == 0x3f && a[1] == 0xff && a[2] < 0x10)
		return false;
	if (a[0] == 0x20 && a[1] == 0x02)
		return ipv4_is_public ((guint32)a[2] << 24 | (guint32)a[3] << 16 |
				       (guint32)a[4] << 8 | a[5]);
	return true;
}

bool fetch_address_is_public (const struct sockaddr *address)
{
	if (address->sa_family == AF_INET) {
		struct sockaddr_in in;
		memcpy (&in, address, sizeof in);
		return ipv4_is_public (ntohl (in.sin_addr.s_addr));
	}
	if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 in;
		memcpy (&in, address, sizeof in);
		return ipv6_is_public (in.sin6_addr.s6_addr);
	}
	return false;
}
