/** The endpoint cannot be linked *yet*: the delivery is to be tried again. */
export class EndpointNotReadyError extends Error {
  override readonly name = 'EndpointNotReadyError';
}
