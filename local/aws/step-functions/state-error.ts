/** An error as the machine knows it: by name, with a cause. */
export class StateError extends Error {
  override readonly name = 'StateError';

  constructor(
    readonly error: string,
    readonly errorCause: string,
  ) {
    super(`${error}: ${errorCause}`);
  }
}
