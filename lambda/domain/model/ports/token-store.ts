/**
 * A text that all containers of an automation can read and replace, such as a secret that belongs to the automation.
 */
export interface StoredText {
  readonly text: string;
  readonly version: string;
}

/** Never throws: a container that cannot share a token uses its own. */
export interface TokenStorePort {
  /** @returns undefined if it cannot be read */
  read(): Promise<StoredText | undefined>;
  /** @returns false if another writer has replaced this version first */
  replace(version: string, text: string): Promise<boolean>;
}
