import { createHash, randomBytes } from 'node:crypto';

/**
 * An independent Atlas client, written from RFC 7616 and without reuse of nonces, like MongoDB's own clients. It shares
 * no code with ours, so that the simulator is not tested only by the client for which it was built.
 */
export function foreignClient(baseUrl: string, projectId: string, publicKey: string, privateKey: string) {
  return clientBelow(baseUrl, `/api/atlas/v2/groups/${projectId}`, publicKey, privateKey);
}

/** A client for any path, including those outside of projects and those of the older API. */
export function clientBelow(baseUrl: string, prefix: string, publicKey: string, privateKey: string) {
  return async (
    method: string,
    path: string,
    body?: object,
    accept = 'application/vnd.atlas.2025-03-12+json',
    contentType = 'application/vnd.atlas.2023-01-01+json',
  ) => {
    const uri = prefix + path;
    const request = {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: { Accept: accept, 'Content-Type': contentType },
    };
    const probe = await fetch(baseUrl + uri, request);
    const challenge = probe.headers.get('www-authenticate') ?? '';
    await probe.text();
    const nonce = /nonce="([^"]+)"/.exec(challenge)?.[1] ?? '';
    const cnonce = randomBytes(8).toString('hex');
    const ha1 = md5(`${publicKey}:MMS Public API:${privateKey}`);
    const response = md5(`${ha1}:${nonce}:00000001:${cnonce}:auth:${md5(`${method}:${uri}`)}`);
    const authorization = `Digest username="${publicKey}", realm="MMS Public API", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=MD5, qop=auth, nc=00000001, cnonce="${cnonce}"`;
    const reply = await fetch(baseUrl + uri, {
      ...request,
      headers: { ...request.headers, Authorization: authorization },
    });
    const text = await reply.text();
    return {
      challenge,
      status: reply.status,
      headers: reply.headers,
      text,
      json: text === '' ? undefined : JSON.parse(text),
    };
  };
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
