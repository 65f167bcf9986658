/** A change that must not be made: the message says why and what to do. Trying again does not help. */
export class ChangeRefusedError extends Error {
  override readonly name = 'ChangeRefusedError';
}

export interface NotYetOptions extends ErrorOptions {
  /** Not waited for longer than this since the execution began. Default: until its deadline. */
  readonly patienceSeconds?: number;
  /** Another try before that is in vain. */
  readonly retryAfterSeconds?: number;
}

/** A change that cannot be made yet, such as a new service where the old one is still being deleted. */
export class NotYetError extends Error {
  override readonly name = 'NotYetError';
  readonly patienceSeconds: number | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, options: NotYetOptions = {}) {
    super(message, options);
    this.patienceSeconds = options.patienceSeconds;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
