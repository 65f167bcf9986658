/** Ctrl-C was pressed: the command ends without a message. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';

  constructor() {
    super('Interrupted by Ctrl-C.');
  }
}
