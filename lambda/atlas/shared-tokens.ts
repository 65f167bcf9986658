import type { TokenStorePort } from '../domain/model/ports/token-store.js';
import { parseJson, recordOf, textOf } from './loose-json.js';
import type { AccessToken } from './token-endpoint.js';

/** What the store held at one time. */
export interface TokenShelf {
  readonly version: string;
  readonly tokens: ReadonlyMap<string, AccessToken>;
}

/** The access tokens of an automation's service accounts, by client id, as all its containers see them. */
export class SharedTokens {
  constructor(private readonly store: TokenStorePort) {}

  /** @returns undefined when nothing can be shared */
  async look(): Promise<TokenShelf | undefined> {
    const stored = await this.store.read();
    if (stored === undefined) return undefined;
    // Before the first token, the secret holds what it was generated with.
    const entries = Object.entries(recordOf(parseJson(stored.text))).flatMap(([clientId, entry]) => {
      const { value, renewAt } = recordOf(entry);
      if (!/^[\x21-\x7e]+$/.test(textOf(value)) || typeof renewAt !== 'number') return [];
      return [[clientId, { value: textOf(value), renewAt }] as const];
    });
    return { version: stored.version, tokens: new Map(entries) };
  }

  /** @returns false when another container was faster */
  put({ version, tokens }: TokenShelf, clientId: string, token: AccessToken): Promise<boolean> {
    const all = new Map(tokens).set(clientId, token);
    return this.store.replace(version, JSON.stringify(Object.fromEntries(all)));
  }
}
