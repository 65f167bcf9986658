/** The endpoint cannot be linked *yet*: the event must be delivered again. */
export class EndpointNotReadyError extends Error {
  override readonly name = 'EndpointNotReadyError';
}
