/** Somebody has pressed Ctrl-C: the command ends, and has nothing to say. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';

  constructor() {
    super('Interrupted by Ctrl-C.');
  }
}
