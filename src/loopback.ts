/**
 * Whether a host is this machine, written as in a setting or as in a URL. `0.0.0.0` and `::` are not loopback
 * addresses, though some systems route them there.
 */
export function isLoopbackHost(host: string): boolean {
  return ['localhost', '::1', '[::1]'].includes(host) || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Whether a URL names this machine. The URL parser turns decimal, octal, hexadecimal and short IPv4 forms
 * into dotted ones.
 */
export function isLoopback(url: URL | string): boolean {
  if (typeof url === 'string') return URL.canParse(url) && isLoopback(new URL(url));
  return isLoopbackHost(url.hostname);
}
