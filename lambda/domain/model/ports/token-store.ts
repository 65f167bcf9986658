/** A text that all containers of an automation can read and replace, such as a secret of their own. */
export interface StoredText {
  readonly text: string;
  readonly version: string;
}

/** Never throws: who cannot share a token does without. */
export interface TokenStorePort {
  /** @returns undefined when it cannot be read */
  read(): Promise<StoredText | undefined>;
  /** @returns false when somebody else has replaced this version before */
  replace(version: string, text: string): Promise<boolean>;
}
