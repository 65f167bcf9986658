import { createHash, randomBytes } from 'node:crypto';

/**
 * Somebody else's Atlas client, written from RFC 7616 alone and without reuse of a nonce, as MongoDB's own are: it
 * shares no code with ours, so that the simulator is not judged by the client that it was built for.
 */
export function foreignClient(baseUrl: string, projectId: string, publicKey: string, privateKey: string) {
  return clientBelow(baseUrl, `/api/atlas/v2/groups/${projectId}`, publicKey, privateKey);
}

/** The same for any path: those of no project, and those of an older API. */
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
