/** The state machine was started with an input that is not valid for it. */
export class InvalidWorkflowInputError extends Error {
  override readonly name = 'InvalidWorkflowInputError';
}
