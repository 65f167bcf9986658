/** A change that must not be made. The message says why and what to do; a retry does not help. */
export class ChangeRefusedError extends Error {
  override readonly name = 'ChangeRefusedError';
}

export interface NotYetOptions extends ErrorOptions {
  /** Maximum wait since the execution began. Default: until its deadline. */
  readonly patienceSeconds?: number;
  /** An earlier attempt cannot succeed. */
  readonly retryAfterSeconds?: number;
}

/** A change that cannot be made yet, such as a new service while the old one is still being deleted. */
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
