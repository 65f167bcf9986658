/** A client of the simulator that keeps every response. */
import type { Exchange } from './judge.js';

const NEWEST = 'application/vnd.atlas.2025-03-12+json';

export interface Call {
  readonly body?: unknown;
  /** `Accept` of the request. Default: the newest version of each resource. */
  readonly accept?: string;
  /** `Authorization` of the request. Default: the access token of {@link RecordingClient.signIn}. */
  readonly authorization?: string;
}

export class RecordingClient {
  readonly exchanges: Exchange[] = [];
  private authorization = '';

  constructor(private readonly url: string) {}

  async signIn(clientId: string, clientSecret: string): Promise<string> {
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
    const response = await fetch(`${this.url}/api/oauth/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${basic}`, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials',
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    this.authorization = `Bearer ${token}`;
    return this.authorization;
  }

  /** @returns the body of the response; an empty object if there is none */
  async call(method: string, path: string, call: Call = {}): Promise<Record<string, unknown>> {
    const { body: sent, accept = NEWEST, authorization = this.authorization } = call;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        Accept: accept,
        ...(authorization === '' ? {} : { Authorization: authorization }),
        ...(sent === undefined ? {} : { 'Content-Type': NEWEST }),
      },
      ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
    });
    const body = await response.text();
    const contentType = response.headers.get('content-type') ?? '';
    this.exchanges.push({
      method,
      path: path.replace(/\?.*$/, ''),
      status: response.status,
      contentType,
      body,
    });
    return body === '' ? {} : Object(JSON.parse(body));
  }
}
