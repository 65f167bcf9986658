/** Somebody started the machine with an input that is not its own. */
export class InvalidWorkflowInputError extends Error {
  override readonly name = 'InvalidWorkflowInputError';
}
