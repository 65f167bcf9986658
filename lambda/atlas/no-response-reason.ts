/** Error codes of Node.js for sockets, DNS, TLS and HTTP. None contains any part of a request. */
const CODES =
  /^(E(CONN(REFUSED|RESET|ABORTED)|NOTFOUND|AI_AGAIN|AI_FAIL|TIMEDOUT|PIPE|HOSTUNREACH|NETUNREACH|HOSTDOWN|NETDOWN|ADDRNOTAVAIL|MFILE|PROTO|ACCES|PERM)|(UND_ERR|ERR_TLS|ERR_SSL|ERR_HTTP|HPE|CERT|CRL)_[A-Z0-9_]{1,40}|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_[A-Z_]{1,40}|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)$/;

/**
 * Returns why a request has no response, without the text of the error: `fetch` may quote the header that it could not
 * send, which contains a credential.
 */
export function reasonOfNoResponse(error: unknown): string {
  const code = codesOf(error).find((candidate) => CODES.test(candidate));
  if (code !== undefined) return code;
  if (nameOf(error) === 'TimeoutError') return 'timeout';
  if (nameOf(error) === 'AbortError') return 'given up';
  return 'the request could not be sent, or its response not be read';
}

/** `fetch failed` gives no reason; a cause has the code (ECONNREFUSED, ENOTFOUND, …). */
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let current = error, depth = 0; current instanceof Error && depth < 5; depth += 1) {
    if ('code' in current && typeof current.code === 'string') codes.push(current.code);
    current = current.cause;
  }
  return codes;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
