import * as v from 'valibot';
import type { TokenStorePort } from '../domain/model/ports/token-store.js';
import { jsonText } from '../json/json-text.js';
import { validate } from '../json/validate.js';
import { headerText } from './documented-response.js';
import type { AccessToken } from './token-endpoint.js';

const tokenSchema = v.object({ value: headerText, renewAt: v.number() });
const shelfSchema = jsonText(v.record(v.string(), v.unknown()));

/** Content of the store at one time. */
export interface TokenShelf {
  readonly version: string;
  readonly tokens: ReadonlyMap<string, AccessToken>;
}

/** Access tokens of an automation's service accounts, by client id, shared by all containers. */
export class SharedTokens {
  constructor(private readonly store: TokenStorePort) {}

  /** @returns undefined if tokens cannot be shared */
  async read(): Promise<TokenShelf | undefined> {
    const stored = await this.store.read();
    if (stored === undefined) return undefined;
    return { version: stored.version, tokens: tokensIn(stored.text) };
  }

  /** @returns false if another container has written first */
  put({ version, tokens }: TokenShelf, clientId: string, token: AccessToken): Promise<boolean> {
    const all = new Map(tokens).set(clientId, token);
    return this.store.replace(version, JSON.stringify(Object.fromEntries(all)));
  }
}

/** Before the first token, the secret contains its generated value. An unreadable token counts as absent. */
function tokensIn(text: string): Map<string, AccessToken> {
  const shelf = validate(shelfSchema, text);
  const entries = shelf.kind === 'valid' ? Object.entries(shelf.value) : [];
  return new Map(
    entries.flatMap(([clientId, entry]) => {
      const token = validate(tokenSchema, entry);
      return token.kind === 'valid' ? [[clientId, token.value] as const] : [];
    }),
  );
}
