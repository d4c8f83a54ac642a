// Which hosts and addresses are public. In doubt, one is not.

/** First address and size of the IPv4 blocks that are no public hosts (IANA's special-purpose registry). */
const IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  // Multicast, reserved, and the broadcast address.
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
].map(([first, bits]) => [toNumber(first), 2 ** (32 - bits)]);

function toNumber(dotted) {
  return dotted.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function isPublicIpv4(dotted) {
  const parts = dotted.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return false;
  const address = toNumber(dotted);
  return !IPV4.some(([first, count]) => address >= first && address < first + count);
}

/** The eight groups of an IPv6 address, or null. The URL parser knows every way of writing one. */
function groupsOf(text) {
  if (!URL.canParse(`http://[${text}]/`)) return null;
  const [head, tail] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split('::');
  const read = (part) => (part ? part.split(':').map((group) => parseInt(group, 16)) : []);
  const [before, after] = [read(head), read(tail)];
  return [...before, ...new Array(8 - before.length - after.length).fill(0), ...after];
}

function isPublicIpv6(text) {
  const groups = groupsOf(text);
  if (groups === null) return false;
  const [first, second] = groups;
  const embedded = () => {
    const [high, low] = groups.slice(6);
    return isPublicIpv4([high >> 8, high & 255, low >> 8, low & 255].join('.'));
  };
  // IPv4-mapped and NAT64 stand for an IPv4 address: networks with DNS64 answer the second for public names.
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) return embedded();
  if (first === 0x64 && second === 0xff9b && groups.slice(2, 6).every((group) => group === 0)) return embedded();
  // All else is public only within the global unicast block. That leaves out ::, ::1, the IPv4-compatible, unique
  // local, link-local, site-local and multicast addresses.
  if (first >> 13 !== 1) return false;
  // Teredo and other protocol assignments, 6to4, documentation.
  return (
    !(first === 0x2001 && (second < 0x200 || second === 0xdb8)) &&
    first !== 0x2002 &&
    !(first === 0x3fff && second < 0x1000)
  );
}

/** Whether an IP address, as a resolver answers it, is public. */
export function isPublicAddress(address) {
  return address.includes(':') ? isPublicIpv6(address) : isPublicIpv4(address);
}

const bare = (hostname) => (hostname.startsWith('[') ? hostname.slice(1, -1) : hostname);

/** Whether a URL's host name, which the URL parser has normalised, is an address. */
export const isAddress = (hostname) => hostname.startsWith('[') || /^[\d.]+$/.test(hostname);

/** Whether a URL's host is private by the look of it, without asking a resolver. */
export function isPrivateHost(hostname) {
  if (isAddress(hostname)) return !isPublicAddress(bare(hostname));
  const name = hostname.replace(/\.$/, '');
  // A name without a dot is one of the local network's.
  return !name.includes('.') || /\.(localhost|local|internal|home\.arpa)$/.test(name);
}

/** Whether a URL's host is this machine. */
export const isLoopback = (hostname) => /^(127\.\d+\.\d+\.\d+|\[::1\]|([^.]+\.)*localhost)$/.test(hostname);
