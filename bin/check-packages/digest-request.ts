/** HTTP Digest with Node.js alone, so that the simulator is tested by code that shares nothing with it. */
import { createHash } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';

export interface DigestCredentials {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** @returns the two statuses: of the request without credentials, and of the one that answers its challenge */
export async function digestStatuses(url: string, credentials: DigestCredentials): Promise<number[]> {
  const challenged = await get(url);
  const challenge = challenged.headers['www-authenticate'] ?? '';
  const responded = await get(url, authorization(new URL(url).pathname, challenge, credentials));
  return [challenged, responded].map(({ statusCode }) => statusCode ?? 0);
}

function get(url: string, header?: string): Promise<IncomingMessage> {
  const headers = {
    Accept: 'application/vnd.atlas.2023-01-01+json',
    ...(header === undefined ? {} : { Authorization: header }),
  };
  return new Promise((resolve, reject) => {
    request(url, { headers, agent: false }, (response) => {
      response.resume().once('end', () => resolve(response));
    })
      .once('error', reject)
      .end();
  });
}

function authorization(uri: string, challenge: string, { publicKey, privateKey }: DigestCredentials): string {
  const field = (name: string) => new RegExp(`${name}="?([^",]+)`).exec(challenge)?.[1] ?? '';
  const [realm, nonce] = [field('realm'), field('nonce')];
  const algorithm = field('algorithm') || 'MD5';
  const hash = (text: string) =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');
  const [nc, cnonce] = ['00000001', 'check'];
  const response = hash(
    [hash(`${publicKey}:${realm}:${privateKey}`), nonce, nc, cnonce, 'auth', hash(`GET:${uri}`)].join(':'),
  );
  return `Digest username="${publicKey}", realm="${realm}", nonce="${nonce}", uri="${uri}", algorithm=${algorithm}, qop=auth, nc=${nc}, cnonce="${cnonce}", response="${response}"`;
}
