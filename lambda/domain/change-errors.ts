/** A change that must not be made: the message says why and what to do. Trying again does not help. */
export class ChangeRefusedError extends Error {
  override readonly name = 'ChangeRefusedError';
}

/** A change that cannot be made yet, such as a new service where the old one is still being deleted. */
export class NotYetError extends Error {
  override readonly name = 'NotYetError';
}
