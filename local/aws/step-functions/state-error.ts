/** An error of a state, with its name and cause. */
export class StateError extends Error {
  override readonly name = 'StateError';

  constructor(
    readonly error: string,
    readonly errorCause: string,
  ) {
    super(`${error}: ${errorCause}`);
  }
}
